package dev.millrace.ml.learner;

/**
 * Which numbers learners learn from: missing ones (NaN), infinite ones and those beyond ±1e100 all count as missing, so
 * that squares and sums of squares stay finite. Pure functions.
 */
public final class Usable {
    /** The largest size of a number that is learned from. */
    public static final double LARGEST = 1e100;

    /** The smallest weight of an event. */
    public static final double LEAST_WEIGHT = 1e-12;

    /** The largest weight of an event: sums of weights, and of their squares times squared values, stay finite. */
    public static final double LARGEST_WEIGHT = 1e12;

    /** Which weights an event may have, for messages. */
    public static final String WEIGHTS = "from 1e-12 to 1e12";

    private Usable() {}

    /** Whether an event may weigh so much; false for NaN. */
    public static boolean isWeight(double weight) {
        return weight >= LEAST_WEIGHT && weight <= LARGEST_WEIGHT;
    }

    public static boolean isUsable(double value) {
        return Math.abs(value) <= LARGEST; // false for NaN
    }

    /** The number, or 0 in place of one that counts as missing. */
    public static double orZero(double value) {
        return Math.abs(value) <= LARGEST ? value : 0;
    }
}
