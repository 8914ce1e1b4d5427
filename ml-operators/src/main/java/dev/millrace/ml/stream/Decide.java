package dev.millrace.ml.stream;

/**
 * When the positive class is named in place of the class with the largest score. Two classes only.
 *
 * @param threshold the least score of the positive class at which it is named, in (0, 1)
 */
public record Decide(double threshold) {
    public Decide {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "a decision threshold lies between 0 and 1, got " + threshold + "; set decide.threshold");
        }
    }
}
