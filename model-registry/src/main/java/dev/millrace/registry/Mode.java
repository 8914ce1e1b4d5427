package dev.millrace.registry;

/** What a process may do with a registry. */
public enum Mode {
    /** The one writer: commits, moves aliases, collects. Holds the registry's lock. */
    WRITE,
    /** Reads beside a writer in another process; changes nothing, takes no lock. */
    READ
}
