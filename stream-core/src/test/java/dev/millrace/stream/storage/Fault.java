package dev.millrace.stream.storage;

/** What goes wrong at an operation of a {@link FaultyStorage}. */
public enum Fault {
    /** The disk is full: a write leaves a part behind and fails with {@link Storage.DiskFull}. */
    DISK_FULL,
    /** The device fails: a write changes nothing; a force fails, and what was not forced is lost, as on Linux. */
    IO_ERROR,
    /** A write leaves a part behind and fails with an error of the device. */
    SHORT_WRITE
}
