package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.List;

/**
 * Numbers, uniform in [0, 1), on one side of a plane through the middle of the cube or the other; the plane may turn: after
 * each record the first weights grow or shrink by a step, and now and then change their direction. One label in twenty is
 * wrong unless told otherwise. O(numbers) a record; going on at record n of a plane that turns costs n steps.
 *
 * <p>Source: Hulten, Spencer and Domingos, "Mining time-changing data streams", KDD 2001.
 */
final class Hyperplane implements StreamKind<Hyperplane.Shape> {
    /**
     * @param attributes how many numbers
     * @param drifting how many of their weights move
     * @param magnitude how far a weight moves at each record; 0 for a plane that stays
     * @param turning probability that a moving weight changes its direction
     */
    public record Shape(int attributes, int drifting, double magnitude, double turning) {
        public Shape {
            if (attributes < 1 || attributes > 10_000) {
                throw new IllegalArgumentException("a plane has 1 … 10000 attributes, got " + attributes);
            }
            if (drifting < 0 || drifting > attributes) {
                throw new IllegalArgumentException(
                        "drifting counts 0 … " + attributes + " of the attributes, got " + drifting);
            }
            if (!(magnitude >= 0 && magnitude <= 1)) {
                throw new IllegalArgumentException("the magnitude of a step lies in 0 … 1, got " + magnitude);
            }
            if (!(turning >= 0 && turning <= 1)) {
                throw new IllegalArgumentException("turning is a probability, 0 … 1, got " + turning);
            }
        }
    }

    @Override
    public String name() {
        return "hyperplane";
    }

    @Override
    public String summary() {
        return "points on one side of a plane that may turn";
    }

    @Override
    public String paper() {
        return "Hulten, Spencer and Domingos, \"Mining time-changing data streams\", KDD 2001";
    }

    @Override
    public Shape defaults() {
        return new Shape(10, 2, 0, 0.1);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder();
        for (int i = 1; i <= shape.attributes(); i++) {
            schema.number("att" + i);
        }
        return schema.text("class").build();
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of("class1", "class2");
    }

    @Override
    public Concepts concepts() {
        return Concepts.drawn("plane");
    }

    @Override
    public double labelNoise() {
        return 0.05;
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return new Plane(shape, new Random64(Random64.seedOf(seed, "plane", number)));
    }

    private static final class Plane implements Concept {
        private final Shape shape;
        private final double[] weights;
        private final double[] steps;

        Plane(Shape shape, Random64 random) {
            this.shape = shape;
            this.weights = new double[shape.attributes()];
            this.steps = new double[shape.drifting()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextDouble();
            }
            java.util.Arrays.fill(steps, shape.magnitude());
        }

        @Override
        public int draw(long index, Chance random, Row row) {
            double sum = 0;
            double all = 0;
            for (int i = 0; i < weights.length; i++) {
                double value = random.nextDouble();
                row.setNumber(i, value);
                sum += weights[i] * value;
                all += weights[i];
            }
            return sum >= 0.5 * all ? 1 : 0;
        }

        @Override
        public boolean isMoving() {
            return shape.drifting() > 0 && shape.magnitude() > 0;
        }

        @Override
        public void move(Random64 random) {
            for (int i = 0; i < steps.length; i++) {
                weights[i] += steps[i];
                if (random.nextDouble() < shape.turning()) {
                    steps[i] = -steps[i];
                }
            }
        }
    }
}
