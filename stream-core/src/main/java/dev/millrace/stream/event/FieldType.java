package dev.millrace.stream.event;

/** What a field holds, how a {@link Row} stores it, and what stands for a missing value. */
public enum FieldType {
    /** A {@code double}; missing is NaN. Infinities are refused by every parser. */
    NUMBER,
    /** A {@code long}, exact; missing is {@link Row#MISSING_INTEGER}. */
    INTEGER,
    /** Text; missing is null. The empty text is a value. */
    TEXT,
    /** True or false, stored as the integers 1 and 0; missing is {@link Row#MISSING_INTEGER}. */
    BOOLEAN,
    /** An instant in milliseconds since the epoch, stored as an integer; missing is {@link Row#MISSING_INTEGER}. */
    TIME;

    /** Whether a row keeps this type in its array of longs. */
    public boolean isIntegral() {
        return this == INTEGER || this == BOOLEAN || this == TIME;
    }
}
