package dev.millrace.stream.event;

/** Says which event a label belongs to: by its id, or by its key and its event time. */
public sealed interface EventReference permits EventId, KeyAndTime {

    /** {@link StableHash} of the event's key: decides to which partition the label goes, under any number of them. */
    int keyHash();
}
