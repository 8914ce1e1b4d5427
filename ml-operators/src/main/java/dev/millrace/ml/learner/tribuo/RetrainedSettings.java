package dev.millrace.ml.learner.tribuo;

import dev.millrace.stream.settings.About;

/**
 * Settings of {@link RetrainedClassifier} and {@link RetrainedRegressor}.
 */
public record RetrainedSettings(
        @About("logistic (of classes), linear-sgd, or the name of a class on the class path that is a Trainer of "
                + "Tribuo, of labels or of values, and can be configured by OLCUT")
        String trainer,

        @About(
                "of the trainer: its configurable fields, as epochs=10;minibatchSize=16; a field that is an object takes "
                        + "the name of a class, and field.name=value sets what is configurable in it; none: the trainer's own")
        String options,

        @About(value = "events that are remembered", range = "2 … 1000000")
        int window,

        @About("which are remembered: the last ones, or a fair sample of all so far (reservoir)")
        Sample sample,

        @About(
                value = "events from one training to the next; the first three come sooner, at 1/8, 1/4 and 1/2 of it",
                range = "1 … 1e9")
        int every,

        @About(
                value =
                        "events that a training may take: its model is compared, and swapped, exactly so many events after it "
                                + "began; at most every. Of a first training, that began with fewer events, just as many",
                range = "1 … 1e6")
        int delay) {

    /** Which events are remembered. */
    public enum Sample {
        /** The last ones. */
        SLIDING,
        /** Each of all so far with the same probability (Vitter's algorithm R). */
        RESERVOIR
    }

    /** Options that leave the trainer as it is. */
    static final String NO_OPTIONS = "none";

    public static final RetrainedSettings DEFAULT =
            new RetrainedSettings("logistic", NO_OPTIONS, 2000, Sample.SLIDING, 100, 50);

    public static final RetrainedSettings REGRESSION =
            new RetrainedSettings("linear-sgd", NO_OPTIONS, 2000, Sample.SLIDING, 100, 50);

    public RetrainedSettings {
        if (trainer == null || trainer.isBlank()) {
            throw new IllegalArgumentException(
                    "trainer must be logistic, linear-sgd or the name of a class, got '" + trainer + "'");
        }
        if (options == null || sample == null) {
            throw new IllegalArgumentException("options and sample must be given; options may be none");
        }
        if (window < 2 || window > 1_000_000) {
            throw new IllegalArgumentException("window must be in 2 … 1000000, got " + window);
        }
        if (every < 1 || every > 1_000_000_000) {
            throw new IllegalArgumentException("every must be in 1 … 1000000000, got " + every);
        }
        if (delay < 1 || delay > Math.min(every, 1_000_000)) {
            throw new IllegalArgumentException(
                    "delay must be in 1 … every (" + every + "), and 1000000 at most, got " + delay);
        }
    }
}
