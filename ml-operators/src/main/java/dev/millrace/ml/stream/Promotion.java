package dev.millrace.ml.stream;

import java.util.Objects;

/**
 * When a challenger takes over from the learner that answers: once its losses have been smaller by more than chance brings
 * about, however often one looks.
 *
 * <p>The learner that was answering goes on as a challenger, and may come back. Each partition decides for itself.
 *
 * @param by what a loss is
 * @param onceIn a challenger that is no better takes over once in so many scored events on average, or more rarely; the
 *     larger, the surer and the later. 2 or more
 */
public record Promotion(Loss by, double onceIn) {
    /** On average one change for no reason in 100,000 scored events, for each challenger. */
    public static final double ONCE_IN = 100_000;

    /** A change is by errors, at the default certainty. */
    public static final Promotion BETTER = new Promotion(Loss.ERROR, ONCE_IN);

    /** What is compared. */
    public enum Loss {
        /** Classes: 1 for the wrong class, else 0. Values: the distance from the truth. */
        ERROR,
        /**
         * Classes: half the squared distance of the probabilities from the truth, in [0, 1]. It sees more than the error where
         * one class is rare.
         */
        BRIER
    }

    public Promotion {
        Objects.requireNonNull(by, "by");
        if (!(onceIn >= 2 && onceIn <= 1e15)) {
            throw new IllegalArgumentException("a challenger that is no better may take over once in 2 to 1e15 events,"
                    + " got " + onceIn + "; set promote.once-in");
        }
    }
}
