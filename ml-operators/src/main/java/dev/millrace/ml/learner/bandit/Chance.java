package dev.millrace.ml.learner.bandit;

import dev.millrace.stream.random.Random64;

/**
 * Draws actions without a state that moves on: one number in [0, 1) is made of seed and identity, and the action is where it
 * falls among the probabilities. O(actions). Pure.
 *
 * @param seed makes learners beside each other draw independently
 * @param explore share of the events whose action is drawn evenly from all, whatever was learned; 0 to 1
 */
record Chance(long seed, double explore) {
    Chance {
        if (!(explore >= 0 && explore <= 1)) {
            throw new IllegalArgumentException("explore must lie between 0 and 1, got " + explore);
        }
    }

    int choose(double[] probabilities, long identity) {
        double drawn = (Random64.mix(seed ^ Random64.mix(identity)) >>> 11) * 0x1.0p-53;
        int last = 0;
        for (int a = 0; a < probabilities.length; a++) {
            if (probabilities[a] > 0) {
                last = a; // the sum may miss 1 by a rounding
                drawn -= probabilities[a];
                if (drawn < 0) {
                    return a;
                }
            }
        }
        return last;
    }

    /** Turns indices into probabilities: all for the largest index, in equal parts if several are equally large. */
    void greedy(double[] indices, double[] probabilities) {
        double largest = Double.NEGATIVE_INFINITY;
        int equals = 0;
        for (double index : indices) {
            if (index > largest) {
                largest = index;
                equals = 0;
            }
            equals += index == largest ? 1 : 0;
        }
        for (int a = 0; a < probabilities.length; a++) {
            probabilities[a] = indices[a] == largest ? 1.0 / equals : 0;
        }
        mix(probabilities);
    }

    /** Leaves to each action its part of what is explored. */
    void mix(double[] probabilities) {
        if (explore > 0) {
            for (int a = 0; a < probabilities.length; a++) {
                probabilities[a] = (1 - explore) * probabilities[a] + explore / probabilities.length;
            }
        }
    }
}
