package dev.millrace.cli.file;

import dev.millrace.stream.source.CsvFormat;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/** Where events come from. */
public sealed interface SourceSpec {

    /** The same source; a path is made a full one. */
    default SourceSpec relativeTo(Path folder) {
        return this;
    }

    /**
     * A file of rows: CSV or NDJSON, gzipped if its name ends in {@code .gz}.
     *
     * @param path as written; relative to the folder of the pipeline file
     * @param format {@code csv} or {@code ndjson}
     * @param delimiter between the fields of a CSV file
     * @param zone of times in a CSV file that name none
     */
    record File(String path, String format, char delimiter, ZoneId zone) implements SourceSpec {
        public static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

        public File {
            if (path == null || path.isBlank()) {
                throw new IllegalArgumentException("a file source needs the path of a file");
            }
            Objects.requireNonNull(format, "format");
        }

        @Override
        public File relativeTo(Path folder) {
            return new File(folder.resolve(path).normalize().toString(), format, delimiter, zone);
        }

        /** A file as its name tells: format, delimiter, and times in UTC. */
        public static File of(String path) {
            return new File(path, formatOf(path), CsvFormat.ofName(path).separator(), DEFAULT_ZONE);
        }

        /** The format that a file's name tells: NDJSON by its endings, CSV otherwise. */
        public static String formatOf(String path) {
            String name = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
            return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? "ndjson" : "csv";
        }
    }

    /** A stream of the catalog, by name. */
    record Dataset(String name) implements SourceSpec {}

    /**
     * A stream that is made up as it is read, the same for the same seed.
     *
     * @param name which generator
     * @param seed where its chance comes from
     * @param rows how many rows it makes; {@link #ENDLESS} for one that never ends
     * @param rate records per second after the history; 0 for always at full speed
     * @param history records given out at full speed before the pace begins
     * @param labelsLater whether labels come later, as events of their own, or in the rows
     */
    record Generator(String name, long seed, long rows, long rate, long history, boolean labelsLater)
            implements SourceSpec {
        public static final long ENDLESS = Long.MAX_VALUE;
        public static final long DEFAULT_SEED = 7;
        public static final long DEFAULT_ROWS = 100_000;
        public static final long DEFAULT_RATE = 0;
        public static final long DEFAULT_HISTORY = 0;

        public Generator {
            if (rows < 1) {
                throw new IllegalArgumentException("a generator makes at least one row, got " + rows);
            }
        }

        public boolean isEndless() {
            return rows == ENDLESS;
        }
    }

    /** The journal of another pipeline: its directory. */
    record Journal(String path) implements SourceSpec {
        @Override
        public Journal relativeTo(Path folder) {
            return new Journal(folder.resolve(path).normalize().toString());
        }
    }

    /** Events that come over HTTP, through the pipeline's own journal. */
    record Http() implements SourceSpec {}
}
