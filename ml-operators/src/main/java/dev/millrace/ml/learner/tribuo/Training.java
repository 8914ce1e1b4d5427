package dev.millrace.ml.learner.tribuo;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A training in the background: a pure function of events, number and seed, begun when it is made. Threading: it runs on the
 * JVM's common pool over events that nobody changes; {@link #model} waits for it.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /** In place of the time, which would differ when the stream is replayed. */
    private static final OffsetDateTime NO_TIME = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

    /** What is learned from: as remembered when it began. */
    final Remembered[] events;

    /** Trainings before it. */
    final int number;

    /** Events still to come until its model is taken. */
    int left;

    private final CompletableFuture<StoredModel> running;

    Training(Trainers trainers, Remembered[] events, int number, long seed, int left) {
        this.events = events;
        this.number = number;
        this.left = left;
        this.running = CompletableFuture.supplyAsync(() -> train(trainers.make(seed), events, number));
    }

    /** The model, waited for; null if the trainer refused these events. */
    StoredModel model() {
        return running.join();
    }

    private static StoredModel train(Trainer<Label> trainer, Remembered[] events, int number) {
        try {
            LabelFactory labels = new LabelFactory();
            MutableDataset<Label> dataset =
                    new MutableDataset<>(new SimpleDataSourceProvenance("events", NO_TIME, labels), labels);
            for (Remembered event : events) {
                dataset.add(event.example());
            }
            Model<Label> model = trainer.train(dataset);
            return StoredModel.of(model, NO_TIME);
        } catch (RuntimeException e) {
            LOG.warn("training {} on {} events gave no model; the one before stays", number, events.length, e);
            return null;
        }
    }
}
