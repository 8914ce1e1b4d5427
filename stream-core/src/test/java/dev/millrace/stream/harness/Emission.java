package dev.millrace.stream.harness;

/**
 * Something that came out of an operator.
 *
 * @param side name of the side output, null for the main one, {@value #ANSWER} for the answer to a question
 */
public record Emission(String side, Object value, long timestampMillis) {
    static final String ANSWER = "an answer";

    public boolean isMain() {
        return side == null;
    }

    boolean isAnswer() {
        return ANSWER.equals(side);
    }
}
