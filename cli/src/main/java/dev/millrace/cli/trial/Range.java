package dev.millrace.cli.trial;

import dev.millrace.stream.random.Random64;
import java.util.Locale;

/**
 * From where to where a setting is searched.
 *
 * @param low &gt; 0
 * @param high at least as large, and tried too
 */
public record Range(double low, double high) {
    public Range {
        if (!(low > 0) || !(high >= low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException(
                    "a range goes from a number above 0 to one that is not smaller, got " + low + ".." + high);
        }
    }

    /** Reads {@code 10..60}. */
    public static Range parse(String text) {
        int dots = text.indexOf("..");
        try {
            return new Range(Double.parseDouble(text.substring(0, dots)), Double.parseDouble(text.substring(dots + 2)));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("'" + text + "' is no range; write it as 10..60", e);
        }
    }

    /** One of it, its logarithm evenly. */
    String draw(Random64 random, boolean whole) {
        double drawn = low * StrictMath.pow(high / low, random.nextDouble());
        return whole
                ? Long.toString(Math.round(drawn))
                : String.valueOf(Double.parseDouble(String.format(Locale.ROOT, "%.3g", drawn)));
    }
}
