package dev.millrace.cli.run;

import dev.millrace.registry.Registry;
import dev.millrace.registry.Version;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the alias {@code champion} back to where it stood before when a new version has more drift alarms than the one
 * before: replicas and {@code ?alias=champion} then answer from the earlier version, until somebody promotes another. The
 * pipeline itself goes on learning. Told of each commit; threading: the committer's.
 */
final class DriftRollback {
    private static final Logger LOG = LoggerFactory.getLogger(DriftRollback.class);
    private static final String CHAMPION = "champion";

    private final Registry registry;
    private final String model;
    private long alarmsBefore;

    DriftRollback(Registry registry, String model) throws IOException {
        this.registry = registry;
        this.model = model;
        this.alarmsBefore = registry.models().contains(model)
                ? registry.latest(model).map(DriftRollback::alarms).orElse(0L)
                : 0;
    }

    /** Alarms of all partitions, over the model's life. */
    static long alarms(Version version) {
        return version.parts().values().stream()
                .map(part -> part.facts().get("driftAlarms"))
                .mapToLong(count -> count instanceof Long alarms ? alarms : 0)
                .sum();
    }

    void committed(Version version) {
        long alarms = alarms(version);
        if (alarms <= alarmsBefore) {
            return;
        }
        alarmsBefore = alarms;
        String why = "drift alarm in version " + version.number();
        try {
            LOG.warn("{}: {} is moved back: {}", why, CHAMPION, registry.rollback(model, CHAMPION, "drift", why));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}, but the alias {} of {} stays: {}", why, CHAMPION, model, e.getMessage());
        }
    }
}
