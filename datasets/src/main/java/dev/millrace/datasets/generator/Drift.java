package dev.millrace.datasets.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * Which concept a stream shows when: one after the other, changing abruptly or, over a width of records, gradually: then the
 * probability of the new one grows along a sigmoid, as in Bifet et al., "New ensemble methods for evolving data streams",
 * KDD 2009. Immutable; {@link Changes} goes through it.
 *
 * @param concepts numbers, in order; 0 and up
 * @param every records from one change to the next
 * @param width records over which a change goes on; 1 for an abrupt one
 * @param recurring whether the first concept follows the last, for ever; else the last one stays
 */
record Drift(List<Integer> concepts, long every, long width, boolean recurring) {
    Drift {
        concepts = List.copyOf(concepts);
        if (every < 1) {
            throw new IllegalArgumentException("a change comes every 1 or more records, got " + every + "; set every");
        }
        if (width < 1) {
            throw new IllegalArgumentException(
                    "a change goes on for 1 or more records, got " + width + "; set width (1: abrupt)");
        }
    }

    /** Reads {@code 1/2/1/4}. */
    static List<Integer> parse(String text, StreamKind.Concepts known) {
        List<Integer> concepts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            int number;
            try {
                number = Integer.parseInt(part.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "concepts are numbers with slashes between, as in 1/2/1, got '" + text + "'", e);
            }
            if (number < known.first() || number > known.last()) {
                throw new IllegalArgumentException("there is no concept " + number + "; there are " + known.first()
                        + (known.last() == Integer.MAX_VALUE ? " and up" : " … " + known.last()) + " ("
                        + known.meaning() + ")");
            }
            concepts.add(number);
        }
        return concepts;
    }

    /** Place in {@link #concepts} of the concept of a segment, counted from 0. */
    int place(long segment) {
        int count = concepts.size();
        return (int) (recurring ? segment % count : StrictMath.min(segment, count - 1));
    }
}
