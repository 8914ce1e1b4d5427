package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Three numbers, uniform in [0, 10): a record is in {@code groupA} if the first two sum to at most the concept's threshold
 * (8, 9, 7, 9.5); the third says nothing. One label in ten is wrong unless told otherwise. O(1) a record.
 * A seed gives the records that MOA's {@code SEAGenerator} gives for it.
 *
 * <p>Source: Street and Kim, "A streaming ensemble algorithm (SEA) for large-scale classification", KDD 2001.
 */
final class Sea implements StreamKind<NoSettings> {
    private static final double[] THRESHOLDS = {8, 9, 7, 9.5};
    private static final Schema SCHEMA = Schema.builder()
            .number("attrib1")
            .number("attrib2")
            .number("attrib3")
            .text("class")
            .build();

    @Override
    public String name() {
        return "sea";
    }

    @Override
    public String summary() {
        return "three numbers; the sum of two is below a threshold or not";
    }

    @Override
    public String paper() {
        return "Street and Kim, \"A streaming ensemble algorithm (SEA) for large-scale classification\", KDD 2001";
    }

    @Override
    public NoSettings defaults() {
        return new NoSettings();
    }

    @Override
    public Schema schema(NoSettings settings) {
        return SCHEMA;
    }

    @Override
    public List<String> classes(NoSettings settings) {
        return List.of("groupA", "groupB");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, THRESHOLDS.length, 1, "thresholds 8, 9, 7 and 9.5");
    }

    @Override
    public double labelNoise() {
        return 0.1;
    }

    @Override
    public boolean drawsInOrder() {
        return true;
    }

    @Override
    public Concept concept(NoSettings settings, int number, long seed) {
        double threshold = THRESHOLDS[number - 1];
        return (index, random, row) -> draw(threshold, random, row);
    }

    private static int draw(double threshold, Chance random, Row row) {
        double first = 10 * random.nextDouble();
        double second = 10 * random.nextDouble();
        row.setNumber(0, first);
        row.setNumber(1, second);
        row.setNumber(2, 10 * random.nextDouble());
        return first + second <= threshold ? 0 : 1;
    }
}
