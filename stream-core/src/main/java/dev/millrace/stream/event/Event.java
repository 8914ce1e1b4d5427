package dev.millrace.stream.event;

/** What a recorded stream holds: something that happened, or the label of something that happened earlier. */
public sealed interface Event permits Row, Feedback {

    /** Index of the source in its sequence (history first, then live: 0, 1, …). */
    int source();

    /** Partition of that source, from 0. */
    int sourcePartition();

    /** Index of this record in its source partition, from 0. Stable under replay. */
    long offset();
}
