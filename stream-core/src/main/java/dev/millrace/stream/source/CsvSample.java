package dev.millrace.stream.source;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the first {@value SchemaInference#ROWS} rows of a CSV file write numbers and dates: what they show beyond doubt, and what they leave open.
 *
 * @param decimal in front of the digits behind a whole number: {@code ,} if some field has decimal commas and none decimal points
 * @param dates {@link DateForm#ISO} unless the dates of some field are of one other form, and those of none of yet another
 * @param doubts what was left open, for people: each names its fields and the setting that says it
 */
public record CsvSample(char decimal, DateForm dates, List<String> doubts) {
    public CsvSample {
        doubts = List.copyOf(doubts);
    }

    /**
     * Looks at a file.
     *
     * @param format its separator
     */
    public static CsvSample of(Path file, CsvFormat format) throws IOException {
        Schema.Builder columns = Schema.builder();
        CsvHeader.of(SourceFiles.readable(file), format).stream()
                .filter(name -> !name.isBlank())
                .distinct() // a name that stands twice is said by who reads the file
                .forEach(columns::text);
        Schema texts = columns.build();
        List<Looks> looks = new ArrayList<>();
        texts.names().forEach(name -> looks.add(new Looks(name)));
        try (SourceReader<Event> reader =
                CsvSource.of(file, texts).format(format).open(0, Offset.START)) {
            reader.poll(new Looking(looks), SchemaInference.ROWS);
        }
        List<String> doubts = new ArrayList<>();
        return new CsvSample(decimal(looks, format, doubts), dates(looks, doubts), doubts);
    }

    private static char decimal(List<Looks> looks, CsvFormat format, List<String> doubts) {
        List<Looks> commas = looks.stream().filter(Looks::haveCommas).toList();
        if (commas.isEmpty() || format.separator() == ',') {
            return '.';
        }
        List<Looks> points = looks.stream().filter(Looks::havePoints).toList();
        if (!points.isEmpty()) {
            doubts.add("numbers of " + names(commas) + " have commas and those of " + names(points)
                    + " points, so that the former are read as text; write one of them otherwise, or set 'decimal: \",\"' under the"
                    + " source");
            return '.';
        }
        if (commas.stream().noneMatch(look -> look.decimalCommas > 0)) {
            doubts.add("the commas in " + names(commas)
                    + " may stand before decimals or between thousands, so that it is read as"
                    + " text; set 'decimal: \",\"' under the source if they stand before decimals");
            return '.';
        }
        return ',';
    }

    private static DateForm dates(List<Looks> looks, List<String> doubts) {
        List<Looks> dotted = looks.stream().filter(Looks::areDotted).toList();
        List<Looks> slashed = looks.stream().filter(Looks::areSlashed).toList();
        List<Looks> months = slashed.stream()
                .filter(look -> look.secondBeyond > look.firstBeyond)
                .toList();
        List<Looks> days = slashed.stream()
                .filter(look -> look.firstBeyond > look.secondBeyond)
                .toList();
        long forms =
                Stream.of(dotted, months, days).filter(some -> !some.isEmpty()).count();
        if (forms > 1) {
            doubts.add("dates are written in several ways: "
                    + names(Stream.of(dotted, months, days)
                            .flatMap(List::stream)
                            .toList())
                    + "; they are read as text. Set 'dates' under the source to the one that is to be read as a time");
            return DateForm.ISO;
        }
        if (forms == 0 && !slashed.isEmpty()) {
            doubts.add("the dates in " + names(slashed)
                    + " may begin with the day or with the month, as no number is above 12, so"
                    + " that they are read as text; set 'dates: m/d/yyyy' or 'dates: d/m/yyyy' under the source");
            return DateForm.ISO;
        }
        return !dotted.isEmpty()
                ? DateForm.DAY_MONTH_DOTS
                : !months.isEmpty() ? DateForm.MONTH_DAY : !days.isEmpty() ? DateForm.DAY_MONTH : DateForm.ISO;
    }

    private static String names(List<Looks> looks) {
        return String.join(
                ", ", looks.stream().map(look -> "'" + look.name + "'").toList());
    }

    /** What the values of a field look like. */
    private static final class Looks {
        private final String name;
        private long present;
        private long whole;
        private long withPoint;
        private long withComma;

        /** Of those with a comma, which can be no thousands. */
        private long decimalCommas;

        private long dots;
        private long slashes;
        private long firstBeyond;
        private long secondBeyond;

        Looks(String name) {
            this.name = name;
        }

        void look(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (MissingText.is(bytes, 0, bytes.length)) {
                return;
            }
            present++;
            String value = text.strip();
            if (Decimals.isGrouped(bytes, 0, bytes.length, '.')) {
                withPoint++;
            } else if (Decimals.isGrouped(bytes, 0, bytes.length, ',')) {
                withComma++;
                decimalCommas++;
            } else if (!Double.isNaN(Decimals.number(bytes, 0, bytes.length))) {
                boolean point = value.indexOf('.') >= 0;
                withPoint += point ? 1 : 0;
                whole += point ? 0 : 1;
            } else if (value.matches("[+-]?[0-9]*,[0-9]+([eE][+-]?[0-9]+)?")) {
                withComma++;
                decimalCommas += value.matches("[+-]?[1-9][0-9]{0,2},[0-9]{3}") ? 0 : 1;
            } else {
                dots += date(value, '.') ? 1 : 0;
                slashes += date(value, '/') ? 1 : 0;
            }
        }

        private boolean date(String value, char separator) {
            String[] parts = value.split("[ T]", 2)[0].split(separator == '.' ? "[.]" : "/", -1);
            if (parts.length != 3
                    || !parts[0].matches("[0-9]{1,2}")
                    || !parts[1].matches("[0-9]{1,2}")
                    || !parts[2].matches("[0-9]{4}")) {
                return false;
            }
            int first = Integer.parseInt(parts[0]);
            int second = Integer.parseInt(parts[1]);
            if (separator == '.') {
                return first <= 31 && second <= 12;
            }
            firstBeyond += first > 12 ? 1 : 0;
            secondBeyond += second > 12 ? 1 : 0;
            return first <= 31 && second <= 31;
        }

        boolean haveCommas() {
            return withComma > 0 && TypeGuess.most(present, withComma + whole);
        }

        boolean havePoints() {
            return withPoint > 0 && TypeGuess.most(present, withPoint + whole);
        }

        boolean areDotted() {
            return dots > 0 && TypeGuess.most(present, dots);
        }

        /** Of one order: with days in both places it is none. */
        boolean areSlashed() {
            return slashes > 0
                    && TypeGuess.most(present, slashes - Math.min(firstBeyond, secondBeyond))
                    && Math.min(firstBeyond, secondBeyond) * 100 <= present;
        }
    }

    private record Looking(List<Looks> looks) implements SourceReader.Sink<Event> {
        @Override
        public void event(Event event, long arrivalMillis) {
            Row row = (Row) event;
            for (int slot = 0; slot < looks.size(); slot++) {
                String text = row.text(slot);
                if (text != null && !text.isEmpty()) {
                    looks.get(slot).look(text);
                }
            }
        }

        @Override
        public void reject(DeadLetter letter) {
            // says nothing about how values are written; whoever reads the file counts it
        }
    }
}
