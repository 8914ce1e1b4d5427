package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Two truths v and w and two numbers x and y, uniform in [0, 1): a record is {@code positive} if two of three hold: v, w,
 * y &lt; 0.5 + 0.3 sin(3πx). Concept 2 is the reverse. O(1) a record. A seed
 * gives the records that MOA's {@code MixedGenerator} gives for it.
 *
 * <p>Source: Gama, Medas, Castillo and Rodrigues, "Learning with drift detection", SBIA 2004.
 */
final class Mixed implements StreamKind<NoSettings> {
    private static final Schema SCHEMA = Schema.builder()
            .bool("v")
            .bool("w")
            .number("x")
            .number("y")
            .text("class")
            .build();

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public String summary() {
        return "two truths and a point below a curve: two of the three";
    }

    @Override
    public String paper() {
        return "Gama, Medas, Castillo and Rodrigues, \"Learning with drift detection\", SBIA 2004";
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
        return List.of("positive", "negative");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, 2, 1, "the rule; its reverse");
    }

    @Override
    public boolean drawsInOrder() {
        return true;
    }

    @Override
    public Concept concept(NoSettings settings, int number, long seed) {
        return (index, random, row) -> {
            int v = random.nextDouble() < 0.5 ? 0 : 1;
            int w = random.nextDouble() < 0.5 ? 0 : 1;
            double x = random.nextDouble();
            double y = random.nextDouble();
            row.setInteger(0, v);
            row.setInteger(1, w);
            row.setNumber(0, x);
            row.setNumber(1, y);
            int below = y < 0.5 + 0.3 * StrictMath.sin(3 * Math.PI * x) ? 1 : 0;
            return v + w + below >= 2 == (number == 1) ? 0 : 1;
        };
    }
}
