package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.time.Timestamps;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

/**
 * Where a time stands in the day, the week and the year: as a point on a circle (sine and cosine, so that 23:59 is near
 * 0:00), or as a category. Missing if there is no time. O(parts); no state. The zone's rules are those of the JVM, except
 * for UTC and fixed offsets.
 *
 * @param time {@link #EVENT_TIME}, or the name of a field of type time
 * @param take which parts; the hour's circle knows minutes and seconds too
 */
public record TimeParts(String time, List<Part> take, ZoneId zone, As as) implements PlannedFeature {
    /** Stands for the event's time: of a question without one, the time as of which it is asked. */
    public static final String EVENT_TIME = "event-time";

    /** A part of a time. */
    public enum Part {
        /** Hour of the day. */
        HOUR(24),
        /** Day of the week, from Monday. */
        WEEKDAY(7),
        /** Month of the year. */
        MONTH(12);

        private final int codes;

        Part(int codes) {
            this.codes = codes;
        }

        private double of(ZonedDateTime time) {
            return switch (this) {
                case HOUR -> time.toLocalTime().toSecondOfDay() / 3_600.0;
                case WEEKDAY -> time.getDayOfWeek().getValue() - 1;
                case MONTH -> time.getMonthValue() - 1;
            };
        }
    }

    /** How a part is told. */
    public enum As {
        CIRCLE,
        CATEGORY
    }

    public TimeParts {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(as, "as");
        if (take.isEmpty() || EnumSet.copyOf(take).size() != take.size()) {
            throw new IllegalArgumentException(
                    "of a time, hour, weekday and month are taken once at most, and one at least, got " + take);
        }
        take = List.copyOf(EnumSet.copyOf(take));
    }

    /** Hour and weekday in UTC, on circles. */
    public TimeParts(String time) {
        this(time, List.of(Part.HOUR, Part.WEEKDAY), ZoneId.of("UTC"), As.CIRCLE);
    }

    public TimeParts take(Part... parts) {
        return new TimeParts(time, List.of(parts), zone, as);
    }

    public TimeParts in(ZoneId there) {
        return new TimeParts(time, take, there, as);
    }

    public TimeParts as(As how) {
        return new TimeParts(time, take, zone, how);
    }

    @Override
    public boolean needsEventTime() {
        return time.equals(EVENT_TIME);
    }

    @Override
    public List<String> fields() {
        return time.equals(EVENT_TIME) ? List.of() : List.of(time);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field field = time.equals(EVENT_TIME) ? null : to.timeField(name, time);
        List<String> names = new ArrayList<>();
        for (Part part : take) {
            String attribute = name + '.' + part.name().toLowerCase(java.util.Locale.ROOT);
            names.addAll(as == As.CIRCLE ? List.of(attribute + ".sin", attribute + ".cos") : List.of(attribute));
        }
        if (as == As.CIRCLE) {
            int slot = to.numbers(names, Scale.NONE);
            to.reading((row, timestampMillis, raw) -> circles(at(field, row, timestampMillis), raw.numbers, slot));
        } else {
            int place = to.inputs(take.size());
            int first = to.encodedCategory(names.get(0), take.get(0).codes);
            for (int i = 1; i < take.size(); i++) {
                to.encodedCategory(names.get(i), take.get(i).codes);
            }
            to.reading((row, timestampMillis, raw) -> parts(at(field, row, timestampMillis), raw.inputs, place));
            to.encoding(() -> new Codes(place, first, take.size()));
        }
    }

    private static long at(Field field, Row row, long timestampMillis) {
        return field == null ? timestampMillis : row.integer(field.slot());
    }

    private void parts(long atMillis, double[] into, int at) {
        // NONE and a missing integer are the same number.
        ZonedDateTime there = atMillis == Timestamps.NONE
                ? null
                : Instant.ofEpochMilli(atMillis).atZone(zone);
        for (int i = 0; i < take.size(); i++) {
            into[at + i] = there == null ? Double.NaN : take.get(i).of(there);
        }
    }

    private void circles(long atMillis, double[] into, int at) {
        double[] parts = new double[take.size()];
        parts(atMillis, parts, 0);
        for (int i = 0; i < parts.length; i++) {
            double angle = 2 * Math.PI * parts[i] / take.get(i).codes;
            into[at + 2 * i] = StrictMath.sin(angle);
            into[at + 2 * i + 1] = StrictMath.cos(angle);
        }
    }

    /** Parts as codes: nothing to learn, but categories are written by encodings. */
    private record Codes(int place, int slot, int parts) implements Encoding {
        @Override
        public void encode(RawValues raw, FeatureVector x) {
            for (int i = 0; i < parts; i++) {
                double part = raw.inputs[place + i];
                x.categories()[slot + i] = Double.isNaN(part) ? -1 : (int) part;
            }
        }

        @Override
        public void update(RawValues raw) {}

        @Override
        public String whyApart() {
            return null;
        }

        @Override
        public void merge(List<? extends Encoding> parts) {}

        @Override
        public void snapshot(dev.millrace.stream.state.StateWriter out) {}

        @Override
        public void restore(dev.millrace.stream.state.StateReader in) {}
    }
}
