package dev.millrace.cli.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and fractions as people write them: {@code 5s}, {@code 30m}, {@code 24h}, {@code 5%}. */
public final class Amounts {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?)\\s*%");

    private Amounts() {}

    /** Milliseconds of a duration; an {@link IllegalArgumentException} says how to write one. */
    public static long durationMillis(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration; write a whole number and ms, s, m, h or d, such as 30m");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unitMillis(matcher.group(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too long a duration", e);
        }
    }

    /** The shortest way to write a duration: {@code 30m}, {@code 1500ms}. */
    public static String duration(long millis) {
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            if (millis != 0 && millis % unitMillis(unit) == 0) {
                return millis / unitMillis(unit) + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    /** A fraction from 0 to 1, written as {@code 5%} or {@code 0.05}. */
    public static double fraction(String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        double value;
        if (percent.matches()) {
            value = Double.parseDouble(percent.group(1)) / 100;
        } else {
            try {
                value = Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a fraction; write a percentage such as 5%, or 0.05", e);
            }
        }
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("'" + text + "' does not lie between 0% and 100%");
        }
        return value;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> throw new IllegalArgumentException("no unit of time is called '" + unit + "'");
        };
    }
}
