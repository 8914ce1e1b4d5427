package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Numbers, uniform in [0, 1): a record is {@code positive} on one side of a curve of the first two. The curve is sin(x)
 * (concepts 1 and 2, which are each other's reverse) or 0.5 + 0.3 sin(3πx) (3 and 4). O(1) a record.
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
        return new Concepts(1, 4, 1, "x1 ≥ sin(x2); its reverse; x1 ≥ 0.5 + 0.3 sin(3π x2); its reverse");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        boolean reversed = number % 2 == 0;
        return (index, random, row) -> {
            double first = random.nextDouble();
            double second = random.nextDouble();
            row.setNumber(0, first);
            row.setNumber(1, second);
            if (shape.irrelevant()) {
                row.setNumber(2, random.nextDouble());
                row.setNumber(3, random.nextDouble());
            }
            double curve = number <= 2 ? StrictMath.sin(second) : 0.5 + 0.3 * StrictMath.sin(3 * Math.PI * second);
            return first >= curve != reversed ? 0 : 1;
        };
    }
}
