package dev.millrace.ml.stream;

import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * Names a class by its scores, as a {@link Decide} says: the stage behind a learner, and a part of its state. Threading: one
 * caller while it sees scores; deciding changes nothing.
 */
final class Decider {
    /** The class with the largest score. */
    static final Decider LARGEST = new Decider(-1, Double.NaN, null);

    private final int positive;
    private final double threshold;

    /** Null unless an alert rate is kept. */
    private final AlertQuantile quantile;

    private Decider(int positive, double threshold, AlertQuantile quantile) {
        this.positive = positive;
        this.threshold = threshold;
        this.quantile = quantile;
    }

    /**
     * @param decide null for the largest score
     * @param positive the class that it is about, 0 or 1
     */
    static Decider of(Decide decide, int positive) {
        if (decide instanceof Decide.Threshold from) {
            return new Decider(positive, from.score(), null);
        } else if (decide instanceof Decide.AlertRate rate) {
            return new Decider(positive, Double.NaN, new AlertQuantile(rate.share()));
        }
        return LARGEST;
    }

    /** Decides as several of the same kind do together: what each has seen of scores adds up. */
    static Decider merged(List<Decider> parts) {
        Decider first = parts.get(0);
        return first.quantile == null
                ? first
                : new Decider(
                        first.positive,
                        first.threshold,
                        AlertQuantile.merged(
                                parts.stream().map(part -> part.quantile).toList()));
    }

    /** The class that scores decide for; the first of equals. −1 if there is no class. */
    int decide(double[] scores) {
        return decide(scores, 0, scores.length);
    }

    /** The same for {@code count} scores from an index on. */
    int decide(double[] scores, int from, int count) {
        if (count == 0) {
            return -1;
        }
        if (positive < 0 || count != 2) {
            return Scores.argmax(scores, from, count);
        }
        double score = scores[from + positive];
        boolean named = quantile == null ? score >= threshold : quantile.isAlert(score);
        return named ? positive : 1 - positive;
    }

    /** Takes in the scores of one event, once it has been decided. */
    void saw(double[] scores) {
        if (quantile != null && scores.length == 2) {
            quantile.add(scores[positive]);
        }
    }

    void snapshot(StateWriter out) {
        if (quantile != null) {
            quantile.snapshot(out);
        }
    }

    void restore(StateReader in) {
        if (quantile != null) {
            quantile.restore(in);
        }
    }
}
