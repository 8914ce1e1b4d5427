package dev.millrace.stream.engine;

/** The newest version was made by another plan, so its state does not fit this one. The message says what to do. */
public class PlanChanged extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public PlanChanged(String message) {
        super(message);
    }
}
