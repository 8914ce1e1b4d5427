package dev.millrace.stream.event;

/**
 * Says why a piece of JSON is no row of a schema, for the person who sent it. The message is a whole sentence part such as
 * {@code 'amount' must be a number, got the text "lots"}.
 */
public final class BadRow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String pointer;
    private final String expected;

    BadRow(String field, String pointer, String expected, String detail) {
        super(detail, null, false, false); // no stack trace: bad input is cheap to refuse
        this.field = field;
        this.pointer = pointer;
        this.expected = expected;
    }

    /** Name of the field at fault; empty when it is the whole text. */
    public String field() {
        return field;
    }

    /** JSON pointer (RFC 6901) to what is wrong; empty for the whole text. */
    public String pointer() {
        return pointer;
    }

    /** What should stand there, in a word or two: {@code number}, {@code integer}, {@code JSON object}, … */
    public String expected() {
        return expected;
    }
}
