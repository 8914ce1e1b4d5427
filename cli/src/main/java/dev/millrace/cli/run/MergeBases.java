package dev.millrace.cli.run;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.ml.stream.LearningOperator;
import dev.millrace.registry.Mode;
import dev.millrace.registry.NotFound;
import dev.millrace.registry.Registry;
import dev.millrace.registry.Resolved;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.util.List;

/**
 * The versions that averages of merged models are taken from, restored from a registry; the last one is kept, for it is asked for with
 * each new version. Where the registry is written, it keeps them until it is closed. Threading: any thread, one at a time.
 */
final class MergeBases {
    private final Registry registry;
    private String pipeline = "";
    private long number;
    private List<LearningOperator> operators = List.of();

    MergeBases(Registry registry) {
        this.registry = registry;
    }

    /**
     * The learning operators of the base of a version, to be looked at only; none if averages are taken from the beginning.
     *
     * @param blueprint of the version, served as it is to be
     * @throws IOException if there is no such base, or not for this version, saying what to do
     */
    synchronized List<LearningOperator> of(StoredCheckpoint version, Blueprint blueprint) throws IOException {
        if (blueprint.spec().serve().base().isEmpty()) {
            return List.of();
        }
        Resolved base = find(blueprint);
        if (base.number() > version.version()) {
            throw new IOException("version " + version.version() + " of '" + version.pipeline()
                    + "' is older than its base " + named(base) + ", which averages are taken from; ask for version "
                    + base.number() + " or a later one, or name an earlier base");
        }
        if (!base.model().equals(pipeline) || base.number() != number) {
            StoredCheckpoint stored = registry.load(base.model(), base.number());
            Blueprint then = RestoredModels.blueprint(stored);
            String other = blueprint.otherwiseThan(then).orElse(null);
            if (other != null) {
                throw new IOException("the base " + named(base) + " differs in its " + other + " from version "
                        + version.version() + " of '" + version.pipeline()
                        + "', so it is no beginning for it; name a version since that was changed, or leave base out");
            }
            operators = RestoredModels.operators(stored, then);
            pipeline = base.model();
            number = base.number();
        }
        return operators;
    }

    /** Makes sure that the base of a pipeline is there. */
    void require(Blueprint blueprint) throws IOException {
        if (blueprint.spec().serve().base().isPresent()) {
            find(blueprint);
        }
    }

    private Resolved find(Blueprint blueprint) throws IOException {
        String name = blueprint.spec().serve().base().orElseThrow();
        String model = blueprint.spec().name();
        try {
            Resolved found = registry.resolve(model + '@' + name);
            if (registry.mode() == Mode.WRITE) {
                registry.keep(model, found.number());
            }
            return found;
        } catch (NotFound e) {
            throw new IOException(
                    "the base '" + name + "' of merged models is not there: " + e.getMessage()
                            + "; name a version, alias or tag of '" + model
                            + "' that the registry has, or leave base out: then averages are taken from the beginning",
                    e);
        }
    }

    private static String named(Resolved base) {
        return base.by() == null ? Long.toString(base.number()) : "'" + base.by() + "' (version " + base.number() + ")";
    }
}
