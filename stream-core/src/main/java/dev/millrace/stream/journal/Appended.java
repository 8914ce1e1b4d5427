package dev.millrace.stream.journal;

/**
 * The place that a request's records got in the journal, and will keep.
 *
 * @param firstOffset offset of the first record; the others follow it one by one
 * @param count number of records
 * @param duplicate whether this is the answer to an earlier request with the same idempotency key
 */
public record Appended(long firstOffset, int count, boolean duplicate) {
    public Appended {
        if (firstOffset < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "an appended request has a place and records, got offset " + firstOffset + ", count " + count);
        }
    }
}
