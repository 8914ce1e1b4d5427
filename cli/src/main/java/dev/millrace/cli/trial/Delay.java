package dev.millrace.cli.trial;

import dev.millrace.cli.file.Amounts;

/**
 * How long after its event a label becomes known: after so many more events, or after so much event time.
 *
 * @param events 0 if it is a matter of time
 * @param millis 0 if it is a matter of events
 */
public record Delay(long events, long millis) {
    public Delay {
        if (events < 0 || millis < 0 || (events > 0) == (millis > 0)) {
            throw new IllegalArgumentException(
                    "--delay is a number of events, as in 1000, or event time, as in 10m; both are above 0");
        }
    }

    /** Reads {@code 1000} or {@code 10m}. */
    public static Delay parse(String text) {
        try {
            return text.matches("[0-9]{1,18}")
                    ? new Delay(Long.parseLong(text), 0)
                    : new Delay(0, Amounts.durationMillis(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--delay " + text + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return events > 0 ? events + " events" : Amounts.duration(millis);
    }
}
