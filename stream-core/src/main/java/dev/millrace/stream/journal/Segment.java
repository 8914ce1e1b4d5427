package dev.millrace.stream.journal;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file of the journal. Written by one thread; readers see a durable end that only grows, and then the segment that
 * follows: whoever sees {@link #next} sees the last {@link #durableEnd} after it.
 */
final class Segment {
    private static final Pattern NAME = Pattern.compile("([0-9]{20})\\.log");

    final Path path;
    final SegmentHeader header;
    private final int firstPosition;
    private volatile long durableEnd;
    private volatile Segment next;

    Segment(Path path, SegmentHeader header, long durableEnd) {
        this.path = path;
        this.header = header;
        this.firstPosition = header.encodedBytes();
        this.durableEnd = durableEnd;
    }

    static String fileName(long firstOffset) {
        return String.format("%020d.log", firstOffset);
    }

    static boolean isFileName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where the first batch begins. */
    int firstPosition() {
        return firstPosition;
    }

    boolean isEmpty() {
        return durableEnd == firstPosition;
    }

    long durableEnd() {
        return durableEnd;
    }

    void durableEnd(long position) {
        durableEnd = position;
    }

    Segment next() {
        return next;
    }

    void next(Segment segment) {
        next = segment;
    }
}
