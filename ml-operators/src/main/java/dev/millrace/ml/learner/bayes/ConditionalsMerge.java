package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Alignment;
import dev.millrace.ml.learner.Mergeable;

/**
 * Adds the statistics of one partition to those of all: weights, means and sums of squares as if all values had been observed in
 * one place, up to rounding. Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances", COMPSTAT (1982). Pure functions on the statistics given.
 */
final class ConditionalsMerge {
    private ConditionalsMerge() {}

    static void add(ClassConditionals to, ClassConditionals from, Mergeable.Part part) {
        for (int k = 0; k < from.classes(); k++) {
            double[] own = from.rows()[k];
            if (own != null) {
                int label = part.classes()[k];
                numbers(to, to.row(label), from, own, part.features());
                codes(to, label, from, own, part.features());
                ConditionalsFormat.derive(to, label);
            }
        }
        to.late(from);
    }

    private static void numbers(
            ClassConditionals to, double[] row, ClassConditionals from, double[] own, Alignment features) {
        AttributeChoice choice = from.choice();
        for (int i = 0; i < choice.numberSlots.length; i++) {
            int at = to.choice().learnAt + 4 * i;
            int ownAt = choice.learnAt + 4 * i;
            double weight = own[ownAt];
            if (!(weight > 0)) {
                continue;
            }
            double factor = features.factor(choice.numberSlots[i]);
            double offset = features.offset(choice.numberSlots[i]);
            double mean = factor * own[1 + 2 * i] + offset;
            double squares = factor * factor * own[ownAt + 1];
            double lowest = factor * own[ownAt + 2] + offset;
            double highest = factor * own[ownAt + 3] + offset;
            double before = row[at];
            double share = weight / (before + weight);
            double off = mean - row[1 + 2 * i];
            row[at] = before + weight;
            row[1 + 2 * i] = before == 0 ? mean : row[1 + 2 * i] + off * share;
            row[at + 1] += squares + (before == 0 ? 0 : off * (off * before * share));
            row[at + 2] = before == 0 ? lowest : Math.min(row[at + 2], lowest);
            row[at + 3] = before == 0 ? highest : Math.max(row[at + 3], highest);
        }
    }

    private static void codes(
            ClassConditionals to, int label, ClassConditionals from, double[] own, Alignment features) {
        AttributeChoice choice = from.choice();
        for (int j = 0; j < choice.categorySlots.length; j++) {
            int codes = (int) own[choice.totalsAt + 2 * j + 1];
            for (int code = 0; code < codes; code++) {
                double count = own[choice.countsAt + from.offsets()[j] + code];
                if (count > 0) {
                    int merged = features.code(choice.categorySlots[j], code);
                    to.observeCode(to.row(label), label, j, merged, count);
                }
            }
        }
    }
}
