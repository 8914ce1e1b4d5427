package dev.millrace.serving.live;

import dev.millrace.serving.metrics.Collector;
import dev.millrace.serving.metrics.MetricText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The models' last samples for Prometheus; labelled by model, never by version. Threading: any thread. */
public final class ModelMetrics implements Collector {
    private record Shown(String model, Sample sample) {}

    private final Collection<Sampler> samplers;

    public ModelMetrics(Collection<Sampler> samplers) {
        this.samplers = List.copyOf(samplers);
    }

    @Override
    public void collect(MetricText out) {
        List<Shown> all = samplers.stream()
                .filter(sampler -> sampler.last() != null)
                .map(sampler -> new Shown(sampler.model().name(), sampler.last()))
                .toList();
        out.gauge("millrace_model_ready", "Whether questions to the model are answered.");
        each(out, all, shown -> shown, shown -> shown.sample().ready() ? 1 : 0);
        out.gauge("millrace_model_version", "Newest version, or the one that a replica answers with.");
        each(out, all, shown -> shown, shown -> shown.sample().version());
        pipeline(out, all);
        checkpoints(out, all);
        journal(out, all);
        learning(out, all);
        answering(out, all);
        quality(out, all);
    }

    private static <T> void each(MetricText out, List<Shown> all, Function<Shown, T> part, ToDoubleFunction<T> value) {
        for (Shown shown : all) {
            T present = part.apply(shown);
            if (present != null) {
                out.sample(value.applyAsDouble(present), "model", shown.model());
            }
        }
    }

    private static void pipeline(MetricText out, List<Shown> all) {
        out.counter("millrace_events_processed_total", "Records read from the sources since the process started.");
        each(out, all, shown -> shown.sample().job(), job -> job.events());
        out.counter("millrace_dead_letters_total", "Records refused since the process started.");
        each(out, all, shown -> shown.sample().job(), job -> job.deadLetters());
        out.gauge(
                "millrace_restored_from_records",
                "Records of a source partition that lie before where this process began to read.");
        for (Shown shown : all) {
            if (shown.sample().job() != null) {
                shown.sample()
                        .job()
                        .restoredFrom()
                        .forEach((source, offset) ->
                                out.sample((double) offset.records(), "model", shown.model(), "source", source));
            }
        }
    }

    private static void checkpoints(MetricText out, List<Shown> all) {
        out.counter("millrace_checkpoints_failed_total", "Checkpoints abandoned since the process started.");
        each(out, all, shown -> shown.sample().job(), job -> job.failedCheckpoints());
        out.gauge("millrace_checkpoint_duration_seconds", "From barrier to commit, of the last checkpoint.");
        each(out, all, shown -> shown.sample().job(), job -> seconds(job.lastCheckpointMillis()));
        out.gauge("millrace_checkpoint_bytes", "What the last checkpoint added.");
        each(out, all, shown -> shown.sample().job(), job -> known(job.lastCheckpointBytes()));
    }

    private static void journal(MetricText out, List<Shown> all) {
        out.counter("millrace_journal_records_total", "Events and late labels durable in the journal, ever.");
        each(out, all, shown -> shown.sample().journal(), journal -> journal.end());
        out.gauge("millrace_journal_lag_records", "Durable records that the pipeline has not read yet.");
        each(out, all, shown -> shown.sample().journal(), journal -> journal.lag());
        out.counter(
                "millrace_journal_reread_records_total",
                "Records journaled before this process began and read again by it: what came since the last version.");
        each(out, all, shown -> shown.sample().journal(), journal -> journal.reread());
        out.gauge("millrace_journal_refusing", "Whether the journal takes no events at present.");
        each(out, all, shown -> shown.sample().journal(), journal -> journal.refusing() ? 1 : 0);
    }

    private static void learning(MetricText out, List<Shown> all) {
        out.counter("millrace_learner_events_total", "Events that the model has taken, over all its life.");
        each(out, all, shown -> shown.sample().learning(), learning -> learning.events());
        out.counter("millrace_learner_labelled_events_total", "Labelled events learned, over all the model's life.");
        each(out, all, shown -> shown.sample().learning(), learning -> learning.eventsLearned());
        out.gauge("millrace_learner_labels_waiting", "Events whose label has not come yet.");
        each(out, all, shown -> shown.sample().learning(), learning -> learning.waiting());
        out.counter("millrace_learner_drift_alarms_total", "Drift alarms, over all the model's life.");
        each(out, all, shown -> shown.sample().learning(), learning -> learning.driftAlarms());
        out.gauge("millrace_learner_event_time_seconds", "Largest event time seen.");
        each(out, all, shown -> shown.sample().learning(), learning -> seconds(learning.eventTimeSeenMillis()));
    }

    private static void answering(MetricText out, List<Shown> all) {
        out.gauge(
                "millrace_learner_answering_partitions",
                "Partitions in which a learner answers, of those side by side.");
        for (Shown shown : all) {
            if (shown.sample().learning() != null) {
                shown.sample()
                        .learning()
                        .learners()
                        .forEach(each ->
                                out.sample((double) each.answering(), "model", shown.model(), "learner", each.name()));
            }
        }
    }

    private static void quality(MetricText out, List<Shown> all) {
        out.gauge("millrace_learner_quality", "Test-then-train metrics of the model and its baselines, by name.");
        for (Shown shown : all) {
            Sample.Learning learning = shown.sample().learning();
            if (learning == null) {
                continue;
            }
            quality(out, shown.model(), "model", "total", learning.total().toMap());
            learning.learners()
                    .forEach(each -> quality(
                            out,
                            shown.model(),
                            each.name(),
                            "total",
                            each.total().toMap()));
            learning.baselines()
                    .forEach((name, metrics) -> quality(out, shown.model(), name, "total", metrics.toMap()));
            if (learning.recent() != null) {
                quality(
                        out,
                        shown.model(),
                        "model",
                        "rolling",
                        learning.recent().toMap());
            }
        }
    }

    private static void quality(MetricText out, String model, String of, String over, Map<String, Number> metrics) {
        metrics.forEach((name, value) -> {
            if (value != null && !name.equals("count")) {
                out.sample(value.doubleValue(), "model", model, "of", of, "over", over, "metric", name);
            }
        });
    }

    private static double seconds(long millis) {
        return millis < 0 ? Double.NaN : millis / 1000.0;
    }

    private static double known(long value) {
        return value < 0 ? Double.NaN : value;
    }
}
