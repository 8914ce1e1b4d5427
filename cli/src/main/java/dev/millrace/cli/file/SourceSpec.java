package dev.millrace.cli.file;

import dev.millrace.datasets.generator.GeneratedStream;
import dev.millrace.datasets.generator.StreamKinds;
import dev.millrace.datasets.loader.RowFormat;
import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.source.CsvFormat;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where events come from. */
public sealed interface SourceSpec {

    /** The same source; a path is made a full one. */
    default SourceSpec relativeTo(Path folder) {
        return this;
    }

    /**
     * A file of rows: CSV, NDJSON or one of {@link RowFormat}, gzipped if its name ends in {@code .gz}.
     *
     * @param path as written; relative to the folder of the pipeline file
     * @param format {@code csv}, {@code ndjson}, {@code arff}, {@code libsvm} or {@code vw}
     * @param delimiter between the fields of a CSV file
     * @param zone of times in a CSV file that name none
     * @param decimal of numbers in a CSV file, a point or a comma; empty for what its values show
     * @param dates how a CSV file writes dates; empty for what its values show
     */
    record File(
            String path,
            String format,
            char delimiter,
            ZoneId zone,
            Optional<Character> decimal,
            Optional<DateForm> dates)
            implements SourceSpec {
        public static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

        public File {
            if (path == null || path.isBlank()) {
                throw new IllegalArgumentException("a file source needs the path of a file");
            }
            Objects.requireNonNull(format, "format");
            Objects.requireNonNull(decimal, "decimal");
            Objects.requireNonNull(dates, "dates");
        }

        /** Numbers and dates as the values show. */
        public File(String path, String format, char delimiter, ZoneId zone) {
            this(path, format, delimiter, zone, Optional.empty(), Optional.empty());
        }

        /** How its separated values are written; with decimal points and dates as in ISO 8601 where nothing is said. */
        public CsvFormat csv() {
            return CsvFormat.COMMA
                    .separator(delimiter)
                    .zone(zone)
                    .decimal(decimal.orElse('.'))
                    .dates(dates.orElse(DateForm.ISO));
        }

        /** The same; what was not said about its values is as given. */
        public File orElse(char usualDecimal, DateForm usualDates) {
            return new File(
                    path,
                    format,
                    delimiter,
                    zone,
                    Optional.of(decimal.orElse(usualDecimal)),
                    Optional.of(dates.orElse(usualDates)));
        }

        @Override
        public File relativeTo(Path folder) {
            return new File(folder.resolve(path).normalize().toString(), format, delimiter, zone, decimal, dates);
        }

        /** The format of another system; empty for CSV and NDJSON. */
        public Optional<RowFormat> rowFormat() {
            return RowFormat.find(format);
        }

        /** A file as its name tells: format, delimiter, and times in UTC. */
        public static File of(String path) {
            return new File(path, formatOf(path), CsvFormat.ofName(path).separator(), DEFAULT_ZONE);
        }

        /**
         * A file as its name tells, and its header where the name does not say what separates its columns.
         *
         * @param folder that the path is relative to
         */
        public static File of(String path, Path folder) {
            File byName = of(path);
            return byName.format.equals("csv") ? byName.delimiter(CsvFormat.ofFile(folder.resolve(path))) : byName;
        }

        private File delimiter(CsvFormat of) {
            return new File(path, format, of.separator(), zone);
        }

        /** The format that a file's name tells by its ending; CSV if it tells none. */
        public static String formatOf(String path) {
            Optional<RowFormat> known = RowFormat.ofName(path);
            if (known.isPresent()) {
                return known.get().text();
            }
            String name = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
            return name.endsWith(".ndjson") || name.endsWith(".jsonl") ? "ndjson" : "csv";
        }
    }

    /** A stream of the catalog, by name. */
    record Dataset(String name) implements SourceSpec {}

    /**
     * A stream that is made up as it is read, the same for the same seed.
     *
     * @param name which generator: {@code payments} or one of {@link StreamKinds}
     * @param settings of the generator beside seed and rows, as written
     * @param seed where its chance comes from
     * @param rows how many rows it makes; {@link #ENDLESS} for one that never ends
     * @param rate records per second after the history; 0 for always at full speed
     * @param history records given out at full speed before the pace begins
     * @param labelsLater whether labels come later, as events of their own, or in the rows
     */
    record Generator(
            String name,
            Map<String, String> settings,
            long seed,
            long rows,
            long rate,
            long history,
            boolean labelsLater)
            implements SourceSpec {
        public static final String PAYMENTS = "payments";
        public static final long ENDLESS = Long.MAX_VALUE;
        public static final long DEFAULT_SEED = 7;
        public static final long DEFAULT_ROWS = 100_000;
        public static final long DEFAULT_RATE = 0;
        public static final long DEFAULT_HISTORY = 0;

        public Generator {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            if (rows < 1) {
                throw new IllegalArgumentException("a generator makes at least one row, got " + rows);
            }
            for (String shared : List.of("rows", "seed")) {
                if (settings.containsKey(shared)) {
                    throw new IllegalArgumentException("'" + shared + "' stands twice, beside the generator and in it");
                }
            }
            if (name.equals(PAYMENTS)) {
                for (String setting : settings.keySet()) {
                    throw new IllegalArgumentException("unknown setting '" + setting + "' of payments"
                            + NearestName.hint(setting, List.of("rows", "seed")));
                }
            } else {
                GeneratedStream.of(require(name), settings).with(rows, seed);
                if (labelsLater) {
                    throw new IllegalArgumentException("labels of " + name + " come in the rows; set labels: in-rows");
                }
            }
        }

        /** A generator of that many rows, all at full speed, its labels in the rows. */
        public static Generator ofRows(String name, Map<String, String> settings, long rows, long seed) {
            return new Generator(name, settings, seed, rows, DEFAULT_RATE, DEFAULT_HISTORY, false);
        }

        /** Reads {@code name:key=value,key=value}, the short form of the command line, labels in the rows. */
        public static Generator parse(String text) {
            NamedSettings named = NamedSettings.parse(text, GeneratedStream.EXAMPLE);
            Map<String, String> settings = new LinkedHashMap<>(named.settings());
            long rows = take(settings, "rows", DEFAULT_ROWS);
            return ofRows(named.name(), settings, rows, take(settings, "seed", DEFAULT_SEED));
        }

        /**
         * The same generator, told again how many rows and from which seed; null where nothing is told.
         */
        public Generator with(Long otherRows, Long otherSeed) {
            return new Generator(
                    name,
                    settings,
                    otherSeed == null ? seed : otherSeed,
                    otherRows == null ? rows : otherRows,
                    rate,
                    history,
                    labelsLater);
        }

        /** Takes a whole number out of settings. */
        static long take(Map<String, String> settings, String key, long otherwise) {
            String text = settings.remove(key);
            try {
                return text == null ? otherwise : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " is a whole number, got '" + text + "'", e);
            }
        }

        /** All names, in the order of lists. */
        public static List<String> names() {
            return Stream.concat(Stream.of(PAYMENTS), StreamKinds.names().stream())
                    .toList();
        }

        static String require(String name) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException("no generator '" + name + "'" + NearestName.hint(name, names()));
            }
            return name;
        }

        public boolean isPayments() {
            return name.equals(PAYMENTS);
        }

        public boolean isEndless() {
            return rows == ENDLESS;
        }

        /** The stream that is made; not for payments. */
        public GeneratedStream stream() {
            return GeneratedStream.of(name, settings).with(rows, seed);
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
