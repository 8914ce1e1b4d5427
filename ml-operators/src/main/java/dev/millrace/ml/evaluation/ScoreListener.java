package dev.millrace.ml.evaluation;

import dev.millrace.stream.event.EventId;

/**
 * Is told each prediction as it is scored, in the order of the partition: for curves, slices and comparisons that are no
 * part of a model's state. Threading: the partition's thread.
 */
public interface ScoreListener {

    /**
     * A class was predicted; arguments as of {@link Metrics#score(int, int, int, int, double[])}.
     *
     * @param late the event whose label came later; null if the label came with the event at hand
     */
    void scored(EventId late, int truth, int predicted, int noChange, int majority, double[] scores);

    /**
     * A value was predicted.
     *
     * @param late the event whose label came later; null if the label came with the event at hand
     * @param lastValue what repeating the last value would have predicted
     * @param mean what the mean so far would have predicted
     */
    void scored(EventId late, double truth, double predicted, double lastValue, double mean);

    /**
     * What a bandit would have done was scored by an action that was taken.
     *
     * @param late the event whose reward came later; null if the reward came with the event at hand
     * @param action that was taken
     * @param choice what it tells of the learner's policy
     */
    void scored(EventId late, String action, Choice choice);

    /** A bandit has drawn an action for the event at hand, whether or not that is taken. */
    void chose(String action);

    /**
     * An event was put into a cluster, or its label became known.
     *
     * @param late the event whose label came later; null if it is the event at hand
     * @param grouping where it was put, and what it is
     */
    void scored(EventId late, Grouping grouping);
}
