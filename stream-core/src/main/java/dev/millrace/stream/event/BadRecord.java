package dev.millrace.stream.event;

/** Says why the bytes of a record are no event of a schema. */
public final class BadRecord extends Exception {
    private static final long serialVersionUID = 1L;

    BadRecord(String message) {
        super(message, null, false, false); // no stack trace: the record is at fault, not the code
    }
}
