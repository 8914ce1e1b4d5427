package dev.millrace.stream.source;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;

/** A format with one record on a line, for {@link LineSource}. Immutable. */
public interface LineFormat {
    /** Names the format and its settings: a part of the plan's fingerprint. */
    String describe();

    /** A parser for one file from its beginning. */
    Parser parser(Schema schema);

    /** Reads the lines of one file, in order. Threading: one caller. */
    interface Parser {
        /**
         * Takes a line of what stands before the first record.
         *
         * @return false if the header has ended before this line, which then is the first record
         */
        default boolean header(String line) throws BadLine {
            return false;
        }

        /** What is missing if the file ends within its header; null where the header may be all. */
        default String wanted() {
            return null;
        }

        /**
         * Fills a fresh row from a line without its line end, not blank.
         *
         * @return false if the line is a comment: the row is then used for the next one
         */
        boolean parse(String line, Row row) throws BadLine;
    }
}
