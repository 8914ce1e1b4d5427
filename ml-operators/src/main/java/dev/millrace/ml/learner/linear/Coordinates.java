package dev.millrace.ml.learner.linear;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import java.util.stream.IntStream;

/** Where a layout's slots have their coordinates in a linear model, as plain arrays for inner loops. Immutable. */
public final class Coordinates {
    /** Coordinate of each number, by slot. */
    final int[] numbers;

    /** A bit for each of the first 64 numbers, by slot. */
    final long earlyNumbers;

    /** Whether the numbers' coordinates lie side by side, in the order of their slots. */
    final boolean inOneRun;

    /** How many of the early numbers make whole eights, if the numbers' coordinates lie side by side; else 0. */
    final int inEights;

    /** First coordinate of each category, by slot. */
    final int[] categories;

    /** Codes of each category, by slot. */
    final int[] codes;

    /** Coordinates in all, the intercept not counted; it comes after the last. */
    final int width;

    public Coordinates(Layout layout) {
        numbers = layout.numbers().stream().mapToInt(Attribute::start).toArray();
        earlyNumbers = numbers.length == 0 ? 0 : -1L >>> Math.max(0, Long.SIZE - numbers.length);
        inOneRun = IntStream.range(0, numbers.length).allMatch(i -> numbers[i] == numbers[0] + i);
        inEights = inOneRun ? Math.min(Long.SIZE, numbers.length) & ~7 : 0;
        categories = layout.categories().stream().mapToInt(Attribute::start).toArray();
        codes = layout.categories().stream().mapToInt(Attribute::width).toArray();
        width = layout.width();
    }

    /** Coordinate of a code of the category at a slot; codes beyond its span are its last, "other". */
    int ofCode(int slot, int code) {
        return categories[slot] + Math.min(code, codes[slot] - 1);
    }
}
