package dev.millrace.stream.event;

/** In which order a date is written, beside {@code yyyy-mm-dd}, which is always understood. A time of day may stand behind it. */
public enum DateForm {
    /** {@code 2026-12-31} alone. */
    ISO("iso", '-'),
    /** {@code 31.12.2026}. */
    DAY_MONTH_DOTS("d.m.yyyy", '.'),
    /** {@code 31/12/2026}. */
    DAY_MONTH("d/m/yyyy", '/'),
    /** {@code 12/31/2026}. */
    MONTH_DAY("m/d/yyyy", '/');

    private final String word;
    private final char separator;

    DateForm(String word, char separator) {
        this.word = word;
        this.separator = separator;
    }

    /** As users write it. */
    public String word() {
        return word;
    }

    char separator() {
        return separator;
    }

    /** A date of this form, for messages. */
    public String example() {
        return switch (this) {
            case ISO -> "2026-12-31";
            case DAY_MONTH_DOTS -> "31.12.2026";
            case DAY_MONTH -> "31/12/2026";
            case MONTH_DAY -> "12/31/2026";
        };
    }
}
