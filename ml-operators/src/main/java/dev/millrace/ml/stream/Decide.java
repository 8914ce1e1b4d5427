package dev.millrace.ml.stream;

/** When the positive class is named in place of the class with the largest score. Two classes only. */
public sealed interface Decide {

    /**
     * From a score on.
     *
     * @param score the least score of the positive class at which it is named, in (0, 1)
     */
    record Threshold(double score) implements Decide {
        public Threshold {
            if (!(score > 0 && score < 1)) {
                throw new IllegalArgumentException(
                        "a decision threshold lies between 0 and 1, got " + score + "; set decide.threshold");
            }
        }
    }

    /**
     * For about this share of events, those with the highest scores among the recent ones.
     *
     * @param share in (0, 1)
     */
    record AlertRate(double share) implements Decide {
        public AlertRate {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "an alert rate lies between 0 and 1, got " + share + "; set decide.alert-rate");
            }
        }
    }

    /**
     * The threshold at which a false alarm costs as much as a miss is expected to: it is right for scores that are
     * probabilities. Source: Elkan, "The foundations of cost-sensitive learning", IJCAI (2001).
     *
     * @param falseAlarm cost of naming the positive class wrongly; &gt; 0, finite
     * @param miss cost of not naming it when it is there; &gt; 0, finite
     */
    static Threshold ofCosts(double falseAlarm, double miss) {
        if (!(falseAlarm > 0 && miss > 0 && falseAlarm + miss < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("costs are above 0 and finite, got false-alarm " + falseAlarm
                    + " and miss " + miss + "; set decide.cost");
        }
        return new Threshold(falseAlarm / (falseAlarm + miss));
    }
}
