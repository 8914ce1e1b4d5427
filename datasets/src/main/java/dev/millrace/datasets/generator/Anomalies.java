package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.time.Instant;
import java.util.List;

/**
 * A machine with sensors that follow the hours of the day and each other, one record a minute; a few records are wrong, in
 * one of three ways: one sensor jumps (a point anomaly), all show another hour (a contextual one), or one leaves the others
 * (a collective of sensors is broken). The label says which records. In a drift the sensors' levels change. O(sensors) a
 * record.
 *
 * <p>Source: the kinds of anomalies of Chandola, Banerjee and Kumar, "Anomaly detection: a survey", ACM Computing Surveys 41
 * (2009), on a seasonal signal as in Laptev, Amizadeh and Flint, "Generic and scalable framework for automated time-series
 * anomaly detection", KDD 2015.
 */
final class Anomalies implements StreamKind<Anomalies.Shape> {
    private static final int DAY = 1_440;
    private static final long START_MILLIS =
            Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final double NOISE = 0.1;
    private static final double SHARED_NOISE = 0.3;

    /**
     * @param sensors how many numbers
     * @param share probability that a record is an anomaly
     * @param size how far an anomaly lies from what is right, in standard deviations of the noise
     */
    public record Shape(int sensors, double share, double size) {
        public Shape {
            if (sensors < 1 || sensors > 10_000) {
                throw new IllegalArgumentException("anomalies has 1 … 10000 sensors, got " + sensors);
            }
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("the share of anomalies lies in 0 … 1, got " + share);
            }
            if (!(size >= 0 && size <= 1_000_000)) {
                throw new IllegalArgumentException("the size of an anomaly lies in 0 … 1000000, got " + size);
            }
        }
    }

    @Override
    public String name() {
        return "anomalies";
    }

    @Override
    public Task task() {
        return Task.ANOMALY;
    }

    @Override
    public String summary() {
        return "sensors through the hours of the day; a few records are wrong";
    }

    @Override
    public String paper() {
        return "Chandola, Banerjee and Kumar, \"Anomaly detection: a survey\", ACM Computing Surveys 41 (2009); Laptev,"
                + " Amizadeh and Flint, \"Generic and scalable framework for automated time-series anomaly detection\","
                + " KDD 2015";
    }

    @Override
    public Shape defaults() {
        return new Shape(5, 0.01, 8);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder().time("at");
        for (int i = 1; i <= shape.sensors(); i++) {
            schema.number("sensor" + i);
        }
        return schema.text(label()).build();
    }

    @Override
    public String label() {
        return "anomaly";
    }

    @Override
    public String time() {
        return "at";
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of("false", "true");
    }

    @Override
    public Concepts concepts() {
        return Concepts.drawn("machine");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return new Machine(shape, new Random64(Random64.seedOf(seed, "machine", number)));
    }

    private static final class Machine implements Concept {
        private final Shape shape;
        private final double[] level;
        private final double[] swing;
        private final double[] bond; // how strongly a sensor follows what all share

        Machine(Shape shape, Random64 random) {
            this.shape = shape;
            this.level = new double[shape.sensors()];
            this.swing = new double[shape.sensors()];
            this.bond = new double[shape.sensors()];
            for (int i = 0; i < level.length; i++) {
                level[i] = 10 * random.nextDouble();
                swing[i] = 0.5 + random.nextDouble();
                bond[i] = random.nextBoolean() ? 1 : -1;
            }
        }

        @Override
        public int draw(long index, Chance random, Row row) {
            boolean wrong = random.nextDouble() < shape.share();
            int way = wrong ? random.nextInt(3) : -1;
            int sensor = wrong ? random.nextInt(level.length) : -1;
            double shared = SHARED_NOISE * random.nextGaussian();
            long minute = way == 1 ? index + DAY / 4 + random.nextInt(DAY / 2) : index;
            double hour = StrictMath.sin(2 * Math.PI * (minute % DAY) / DAY);
            row.setInteger(0, START_MILLIS + 60_000 * index);
            for (int i = 0; i < level.length; i++) {
                double common = way == 2 && i == sensor ? -shared - shape.size() * NOISE : shared;
                double value = level[i] + swing[i] * hour + bond[i] * common + NOISE * random.nextGaussian();
                if (way == 0 && i == sensor) {
                    value += (random.nextBoolean() ? 1 : -1) * shape.size() * NOISE;
                }
                row.setNumber(i, value);
            }
            return wrong ? 1 : 0;
        }
    }
}
