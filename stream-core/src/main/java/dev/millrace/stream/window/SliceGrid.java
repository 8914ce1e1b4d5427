package dev.millrace.stream.window;

/**
 * The arithmetic of windows and the slices that they share. A slice lies between two neighbouring edges, an edge being
 * the start or the end of any window: one slice per slide if the slide divides the size, otherwise two. Windows are
 * numbered by their start, {@code offset + k · slide}; slices in order, so a window is a run of slices. Right for negative
 * times too. Source: Krishnamurthy, Wu and Franklin, "On-the-fly sharing for streamed aggregation", SIGMOD 2006.
 */
final class SliceGrid {
    /** Times beyond ± this belong to no window: sums with sizes and lateness must not overflow. */
    static final long FARTHEST = 1L << 61;

    private final long size;
    private final long slide;
    private final long offset;
    /** Where a window ends, after a multiple of the slide. */
    private final long rest;

    SliceGrid(Windows windows) {
        size = windows.sizeMillis();
        slide = windows.slideMillis();
        offset = Math.floorMod(windows.offsetMillis(), slide);
        rest = size % slide;
    }

    long slice(long timestamp) {
        long period = Math.floorDiv(timestamp - offset, slide);
        if (rest == 0) {
            return period;
        }
        return 2 * period + (timestamp - offset - period * slide >= rest ? 1 : 0);
    }

    long start(long slice) {
        if (rest == 0) {
            return offset + slice * slide;
        }
        return offset + (slice >> 1) * slide + ((slice & 1) == 0 ? 0 : rest);
    }

    long end(long slice) {
        return start(slice + 1);
    }

    long windowStart(long window) {
        return offset + window * slide;
    }

    long windowEnd(long window) {
        return offset + window * slide + size;
    }

    long firstSlice(long window) {
        return rest == 0 ? window : 2 * window;
    }

    long lastSlice(long window) {
        return rest == 0 ? window + size / slide - 1 : 2 * (window + size / slide);
    }

    /** The first window that the slice belongs to. */
    long firstWindow(long slice) {
        return Math.floorDiv(start(slice) - size - offset, slide) + 1;
    }

    /** The last window that the slice belongs to. */
    long lastWindow(long slice) {
        return Math.floorDiv(start(slice) - offset, slide);
    }

    /** The last window with {@code end − 1 ≤ time}. */
    long lastEndedBy(long time) {
        return Math.floorDiv(time + 1 - size - offset, slide);
    }
}
