package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Numbers, uniform in [0, 1): a record is {@code positive} if the second is at most a curve of the first: sin(x)
 * (concept 1; 2 is its reverse) or 0.5 + 0.3 sin(3πx) (3 and 4). O(1) a record. A seed gives the records that MOA's
 * {@code SineGenerator} gives for it.
 *
 * <p>Source: Gama, Medas, Castillo and Rodrigues, "Learning with drift detection", SBIA 2004.
 */
final class Sine implements StreamKind<Sine.Shape> {
    /** @param irrelevant whether two numbers that say nothing are added */
    public record Shape(boolean irrelevant) {}

    @Override
    public String name() {
        return "sine";
    }

    @Override
    public String summary() {
        return "points on one side of a sine or the other";
    }

    @Override
    public String paper() {
        return "Gama, Medas, Castillo and Rodrigues, \"Learning with drift detection\", SBIA 2004";
    }

    @Override
    public Shape defaults() {
        return new Shape(true);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder().number("x1").number("x2");
        if (shape.irrelevant()) {
            schema.number("x3").number("x4");
        }
        return schema.text("class").build();
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of("positive", "negative");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, 4, 1, "x2 ≤ sin(x1); its reverse; x2 ≤ 0.5 + 0.3 sin(3π x1); its reverse");
    }

    @Override
    public boolean drawsInOrder() {
        return true;
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return new Curve(number, shape.irrelevant());
    }

    private record Curve(int number, boolean irrelevant) implements Concept {
        @Override
        public int draw(long index, Chance random, Row row) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            row.setNumber(0, x);
            row.setNumber(1, y);
            double curve = number <= 2 ? StrictMath.sin(x) : 0.5 + 0.3 * StrictMath.sin(3 * Math.PI * x);
            boolean reversed = number % 2 == 0;
            return y <= curve != reversed ? 0 : 1;
        }

        @Override
        public void finish(Chance random, Row row) {
            if (irrelevant) {
                row.setNumber(2, random.nextDouble());
                row.setNumber(3, random.nextDouble());
            }
        }
    }
}
