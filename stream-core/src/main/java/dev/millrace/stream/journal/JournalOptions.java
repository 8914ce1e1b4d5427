package dev.millrace.stream.journal;

import java.util.Objects;

/**
 * Sizes and limits of a journal.
 *
 * @param segmentBytes a segment is closed once it is this large; at start, the last one is checked in full
 * @param largestRequestBytes records of one request, with a few bytes each; a larger one is refused
 * @param waitingBytes requests that may wait for the disk, in memory; beyond it they are refused as {@link JournalBusy}
 * @param idempotencyMillis how long a key is remembered
 * @param idempotencyKeys how many keys are remembered at most, the youngest; 60 bytes of memory each
 * @param resumeAfterMillis after a failure of the device, how long requests are refused before the next is tried
 * @param metadata kept in the header of every segment written; here the events' schema. Empty: as it was before
 */
public record JournalOptions(
        int segmentBytes,
        int largestRequestBytes,
        long waitingBytes,
        long idempotencyMillis,
        int idempotencyKeys,
        long resumeAfterMillis,
        String metadata) {
    public static final JournalOptions DEFAULT =
            new JournalOptions(64 << 20, 16 << 20, 64 << 20, 24 * 3_600_000L, 1_000_000, 1_000, "");

    private static final int LARGEST = 1 << 30;

    public JournalOptions {
        Objects.requireNonNull(metadata, "metadata");
        if (segmentBytes < 1 || segmentBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "a segment has 1 … " + LARGEST + " bytes, got " + segmentBytes + "; set journal.segment-bytes");
        }
        if (largestRequestBytes < 1 || largestRequestBytes > LARGEST / 2) {
            throw new IllegalArgumentException("the largest request has 1 … " + LARGEST / 2 + " bytes, got "
                    + largestRequestBytes + "; set journal.largest-request-bytes");
        }
        if (waitingBytes < largestRequestBytes) {
            throw new IllegalArgumentException("the largest request (" + largestRequestBytes
                    + " bytes) must fit among those that wait, got " + waitingBytes + "; set journal.waiting-bytes");
        }
        if (idempotencyMillis < 0 || idempotencyKeys < 0 || resumeAfterMillis < 0) {
            throw new IllegalArgumentException("time and number of idempotency keys and the pause are not negative,"
                    + " got " + idempotencyMillis + " ms, " + idempotencyKeys + " keys, " + resumeAfterMillis + " ms");
        }
    }

    public JournalOptions segmentBytes(int bytes) {
        return new JournalOptions(
                bytes,
                largestRequestBytes,
                waitingBytes,
                idempotencyMillis,
                idempotencyKeys,
                resumeAfterMillis,
                metadata);
    }

    public JournalOptions waiting(int largestRequest, long all) {
        return new JournalOptions(
                segmentBytes, largestRequest, all, idempotencyMillis, idempotencyKeys, resumeAfterMillis, metadata);
    }

    public JournalOptions idempotency(long millis, int keys) {
        return new JournalOptions(
                segmentBytes, largestRequestBytes, waitingBytes, millis, keys, resumeAfterMillis, metadata);
    }

    public JournalOptions resumeAfter(long millis) {
        return new JournalOptions(
                segmentBytes, largestRequestBytes, waitingBytes, idempotencyMillis, idempotencyKeys, millis, metadata);
    }

    public JournalOptions metadata(String text) {
        return new JournalOptions(
                segmentBytes,
                largestRequestBytes,
                waitingBytes,
                idempotencyMillis,
                idempotencyKeys,
                resumeAfterMillis,
                text);
    }
}
