package dev.millrace.ml.learner.tribuo;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A training in the background: a pure function of events, number and seed, begun when it is made. Threading: it runs on the
 * JVM's common pool over events that nobody changes; {@link #model} waits for it.
 */
final class Training<T extends Output<T>> {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /** In place of the time, which would differ when the stream is replayed. */
    private static final OffsetDateTime NO_TIME = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

    /** What is learned from: as remembered when it began. */
    final Remembered[] events;

    /** Trainings before it. */
    final int number;

    /** Events still to come until its model is taken. */
    int left;

    private final CompletableFuture<StoredModel<T>> running;

    Training(Trainers<T> trainers, Remembered[] events, int number, long seed, int left) {
        this.events = events;
        this.number = number;
        this.left = left;
        this.running =
                CompletableFuture.supplyAsync(() -> train(trainers.outputs(), trainers.make(seed), events, number));
    }

    /** The model, waited for; null if the trainer refused these events. */
    StoredModel<T> model() {
        return running.join();
    }

    private static <T extends Output<T>> StoredModel<T> train(
            Outputs<T> outputs, Trainer<T> trainer, Remembered[] events, int number) {
        try {
            OutputFactory<T> factory = outputs.factory();
            MutableDataset<T> dataset =
                    new MutableDataset<>(new SimpleDataSourceProvenance("events", NO_TIME, factory), factory);
            Outputs.Scaling scaling = outputs.scaling(events);
            for (Remembered event : events) {
                T output = outputs.output(scaling.scaled(event.target()));
                dataset.add(Remembered.example(event.x(), output, event.weight()));
            }
            return StoredModel.of(outputs, trainer.train(dataset), NO_TIME, scaling);
        } catch (RuntimeException e) {
            LOG.warn("training {} on {} events gave no model; the one before stays", number, events.length, e);
            return null;
        }
    }
}
