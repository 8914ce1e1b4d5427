package dev.millrace.ml.feature;

import dev.millrace.stream.event.Row;

/** Fills in raw values from a row alone: no state. Threading: any thread. */
@FunctionalInterface
interface Reading {
    /** @param timestampMillis event time, {@link dev.millrace.stream.time.Timestamps#NONE} if there is none */
    void read(Row row, long timestampMillis, RawValues raw);
}
