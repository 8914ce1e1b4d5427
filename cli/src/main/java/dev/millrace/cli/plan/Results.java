package dev.millrace.cli.plan;

import dev.millrace.cli.file.ReportSpec;
import dev.millrace.ml.stream.Prediction;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a run does with the results of a plan. None of it changes what is computed, or what is in a version.
 *
 * @param blueprint of the pipeline
 * @param reports folder of reports that name no file of their own; null to write nothing at all, as in a replay
 * @param predictions told of each prediction; null for none
 */
public record Results(Blueprint blueprint, Path reports, Consumer<Prediction> predictions) {

    /** Nothing is written and nobody listens: lines are counted, so that versions come out the same. */
    public static Results none(Blueprint blueprint) {
        return new Results(blueprint, null, null);
    }

    /** Whether predictions become lines. */
    boolean writesPredictions() {
        return blueprint.spec().predictions().isPresent();
    }

    /** Where a partition's predictions go; null for nowhere. */
    Path predictionsFile(int partition) {
        return reports == null
                ? null
                : blueprint
                        .spec()
                        .predictions()
                        .map(file -> file(file, partition))
                        .orElse(null);
    }

    /** Where a partition's results of a report go; null for nowhere. */
    Path reportFile(ReportSpec report, int partition) {
        if (reports == null) {
            return null;
        }
        return report.file()
                .map(file -> file(file, partition))
                .orElseGet(() -> reports.resolve(report.name() + "-" + partition + ".ndjson"));
    }

    /** {@code *} stands for the partition; without one, partitions beyond the first get their number before the ending. */
    private Path file(String pattern, int partition) {
        String name = pattern;
        if (pattern.contains("*")) {
            name = pattern.replace("*", Integer.toString(partition));
        } else if (blueprint.spec().partitions() > 1) {
            int slash = pattern.lastIndexOf('/');
            int dot = pattern.indexOf('.', slash + 1);
            name = dot < 0
                    ? pattern + "-" + partition
                    : pattern.substring(0, dot) + "-" + partition + pattern.substring(dot);
        }
        return blueprint.folder().resolve(name).normalize();
    }
}
