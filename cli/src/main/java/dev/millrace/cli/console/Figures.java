package dev.millrace.cli.console;

import java.util.Locale;

/** Numbers as people read them: grouped counts, shares with three digits, a dash for what has no meaning. */
public final class Figures {
    public static final String NONE = "–";

    /** From here on digits behind the point mean nothing, and those before it fill the line. */
    private static final double UNREADABLE = 1e15;

    private Figures() {}

    /** {@code 1,204,117}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A rate, rounded as a reader would: {@code 1,420,000}, {@code 41,200}, {@code 87}. */
    public static String rate(double perSecond) {
        if (!Double.isFinite(perSecond)) {
            return NONE;
        }
        long unit = 1;
        while (perSecond / unit >= 1_000) {
            unit *= 10;
        }
        return count(Math.round(perSecond / unit) * unit);
    }

    /** Three digits behind the point: {@code 0.792}; null or not finite is a dash. */
    public static String share(Number number) {
        return decimals(number, 3);
    }

    /** A number with so many digits behind the point, {@code 3.05e+101} from 10¹⁵ on; null or not finite is a dash. */
    public static String decimals(Number number, int digits) {
        if (number == null || !Double.isFinite(number.doubleValue())) {
            return NONE;
        }
        if (Math.abs(number.doubleValue()) >= UNREADABLE) {
            return String.format(Locale.ROOT, "%.2e", number.doubleValue());
        }
        String text = String.format(Locale.ROOT, "%,." + digits + "f", number.doubleValue());
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero && text.startsWith("-") ? text.substring(1) : text;
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String time(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /** {@code 850 B}, {@code 12.5 kB}, {@code 3.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? decimals(bytes / 1e3, 1) + " kB"
                : bytes < 1_000_000_000 ? decimals(bytes / 1e6, 1) + " MB" : decimals(bytes / 1e9, 1) + " GB";
    }
}
