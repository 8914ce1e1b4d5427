package dev.millrace.ml.learner.bayes;

/**
 * Attributes that came when {@link ClassConditionals} had counted something already: which of them every class has shown, and
 * which are to be left out of a vector until then. Pure functions on the statistics given.
 */
final class LateAttributes {
    /** Values that a class would have shown by now, by its share, if it had any: then it has none. */
    private static final double EXPECTED = 20;

    private LateAttributes() {}

    /** Whether every class that has shown anything has shown a value of each late attribute. */
    static boolean haveAllShown(ClassConditionals of) {
        AttributeChoice choice = of.choice();
        for (int k = 0; k < of.classes(); k++) {
            double[] row = of.rows()[k];
            if (row == null) {
                continue;
            }
            for (int i = of.lateNumbers(); i < choice.numberSlots.length; i++) {
                if (row[choice.learnAt + 4 * i] == 0) {
                    return false;
                }
            }
            for (int j = of.lateCategories(); j < choice.categorySlots.length; j++) {
                if (row[choice.totalsAt + 2 * j] == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Makes those late attributes missing that a class has not shown, though it has not had the chance either.
     *
     * @param priors weight of each class
     */
    static void hide(ClassConditionals of, double[] priors, int count, double[] values, int[] codes) {
        AttributeChoice choice = of.choice();
        for (int i = of.lateNumbers(); i < choice.numberSlots.length; i++) {
            if (isWaitedFor(of, priors, count, choice.learnAt + 4 * i)) {
                values[choice.numberSlots[i]] = Double.NaN;
            }
        }
        for (int j = of.lateCategories(); j < choice.categorySlots.length; j++) {
            if (isWaitedFor(of, priors, count, choice.totalsAt + 2 * j)) {
                codes[choice.categorySlots[j]] = -1;
            }
        }
    }

    /** @param at where rows have the weight that was shown of the attribute */
    private static boolean isWaitedFor(ClassConditionals of, double[] priors, int count, int at) {
        double shown = 0;
        double all = 0;
        double missing = 0;
        for (int k = 0; k < count; k++) {
            all += priors[k];
            double[] row = k < of.classes() ? of.rows()[k] : null;
            if (row == null) {
                continue;
            }
            shown += row[at];
            if (row[at] == 0 && priors[k] > 0) {
                missing = missing == 0 ? priors[k] : Math.min(missing, priors[k]);
            }
        }
        return missing > 0 && shown * missing < EXPECTED * all;
    }
}
