package dev.millrace.stream.source;

/** Says why a line is no record, and where in it. */
public final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;

    /**
     * @param column of the first character that does not fit, from 1
     * @param message what is wrong, and what to do
     */
    public BadLine(int column, String message) {
        super(message, null, false, false); // no stack trace: the line is at fault, not the code
        this.column = column;
    }

    public int column() {
        return column;
    }
}
