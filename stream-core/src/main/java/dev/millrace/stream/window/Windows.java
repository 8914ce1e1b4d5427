package dev.millrace.stream.window;

/** How event time is cut into windows {@code [start, end)}, aligned to the epoch plus an offset. */
public sealed interface Windows permits Windows.Tumbling, Windows.Sliding {
    /** Longest size, slide, offset and lateness: over 30 million years, so that sums of times cannot overflow. */
    long LONGEST_MILLIS = 1L << 60;

    long sizeMillis();

    /** From the start of a window to the start of the next. */
    long slideMillis();

    long offsetMillis();

    /** Windows that follow each other: each event is in one. */
    static Tumbling tumbling(long sizeMillis) {
        return new Tumbling(sizeMillis, 0);
    }

    /** Windows that overlap: each event is in size / slide of them. */
    static Sliding sliding(long sizeMillis, long slideMillis) {
        return new Sliding(sizeMillis, slideMillis, 0);
    }

    /** @param offsetMillis where windows start, after multiples of their size since the epoch; may be negative */
    record Tumbling(long sizeMillis, long offsetMillis) implements Windows {
        public Tumbling {
            if (sizeMillis <= 0 || sizeMillis > LONGEST_MILLIS) {
                throw new IllegalArgumentException(
                        "a tumbling window needs a positive size, got " + sizeMillis + " ms; set window.size");
            }
            checkOffset(offsetMillis);
        }

        @Override
        public long slideMillis() {
            return sizeMillis;
        }
    }

    /** @param offsetMillis where windows start, after multiples of the slide since the epoch; may be negative */
    record Sliding(long sizeMillis, long slideMillis, long offsetMillis) implements Windows {
        public Sliding {
            if (sizeMillis <= 0 || sizeMillis > LONGEST_MILLIS) {
                throw new IllegalArgumentException(
                        "a sliding window needs a positive size, got " + sizeMillis + " ms; set window.size");
            }
            if (slideMillis <= 0 || slideMillis > sizeMillis) {
                throw new IllegalArgumentException("a sliding window moves by more than 0 and at most its size of "
                        + sizeMillis + " ms, got " + slideMillis + " ms; set window.slide");
            }
            checkOffset(offsetMillis);
        }
    }

    private static void checkOffset(long offsetMillis) {
        if (offsetMillis < -LONGEST_MILLIS || offsetMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException(
                    "the offset of a window is too large, got " + offsetMillis + " ms; set window.offset");
        }
    }
}
