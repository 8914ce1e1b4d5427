package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Points around centroids: each centroid has a place in the unit cube, a weight, a spread and a class; a point lies in a
 * random direction of a centroid, at a normally distributed distance. Centroids may move, straight on, and are thrown back
 * at the walls. O(numbers) a record, and O(centroids · numbers) where they move; going on at record n of centroids that
 * move costs n moves.
 *
 * <p>Source: Bifet, Holmes, Pfahringer, Kirkby and Gavaldà, "New ensemble methods for evolving data streams", KDD 2009
 * (random RBF with drift; Kirkby, "Improving Hoeffding trees", 2007, without).
 */
final class RadialBasis implements StreamKind<RadialBasis.Shape> {
    /**
     * @param classes how many classes
     * @param attributes how many numbers
     * @param centroids how many centroids
     * @param drifting how many of them move at most
     * @param speed how far each moves at each record; 0 for centroids that stay
     */
    public record Shape(int classes, int attributes, int centroids, int drifting, double speed) {
        public Shape {
            if (classes < 2 || classes > 1_000) {
                throw new IllegalArgumentException("rbf has 2 … 1000 classes, got " + classes);
            }
            if (attributes < 1 || attributes > 10_000) {
                throw new IllegalArgumentException("rbf has 1 … 10000 attributes, got " + attributes);
            }
            if (centroids < 1 || centroids > 100_000) {
                throw new IllegalArgumentException("rbf has 1 … 100000 centroids, got " + centroids);
            }
            if (drifting < 0) {
                throw new IllegalArgumentException("drifting counts centroids, 0 or more, got " + drifting);
            }
            if (!(speed >= 0 && speed <= 1)) {
                throw new IllegalArgumentException("the speed of a centroid lies in 0 … 1, got " + speed);
            }
        }
    }

    @Override
    public String name() {
        return "rbf";
    }

    @Override
    public String summary() {
        return "points around centroids that may move";
    }

    @Override
    public String paper() {
        return "Bifet, Holmes, Pfahringer, Kirkby and Gavaldà, \"New ensemble methods for evolving data streams\","
                + " KDD 2009";
    }

    @Override
    public Shape defaults() {
        return new Shape(2, 10, 50, 50, 0);
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
        List<String> classes = new ArrayList<>();
        for (int i = 1; i <= shape.classes(); i++) {
            classes.add("class" + i);
        }
        return List.copyOf(classes);
    }

    @Override
    public Concepts concepts() {
        return Concepts.drawn("set of centroids");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return new Centroids(shape, new Random64(Random64.seedOf(seed, "centroids", number)));
    }

    private static final class Centroids implements Concept {
        private final Shape shape;
        private final double[][] centres;
        private final double[][] speeds; // of those that move
        private final double[] spreads;
        private final int[] classes;
        private final double[] weightsUpTo; // running sums
        private final double[] direction;

        Centroids(Shape shape, Random64 random) {
            this.shape = shape;
            int count = shape.centroids();
            this.centres = new double[count][shape.attributes()];
            this.speeds = new double[StrictMath.min(shape.drifting(), count)][shape.attributes()];
            this.spreads = new double[count];
            this.classes = new int[count];
            this.weightsUpTo = new double[count];
            this.direction = new double[shape.attributes()];
            double sum = 0;
            for (int c = 0; c < count; c++) {
                for (int i = 0; i < direction.length; i++) {
                    centres[c][i] = random.nextDouble();
                }
                classes[c] = random.nextInt(shape.classes());
                spreads[c] = random.nextDouble();
                sum += random.nextDouble();
                weightsUpTo[c] = sum;
            }
            for (double[] speed : speeds) {
                double scale = shape.speed() / fillDirection(random::nextDouble);
                for (int i = 0; i < speed.length; i++) {
                    speed[i] = direction[i] * scale;
                }
            }
        }

        /** Fills a direction, uniform in the cube [−1, 1), and returns its length, which is not 0. */
        private double fillDirection(DoubleSupplier random) {
            double squares;
            do {
                squares = 0;
                for (int i = 0; i < direction.length; i++) {
                    direction[i] = 2 * random.getAsDouble() - 1;
                    squares += direction[i] * direction[i];
                }
            } while (squares == 0);
            return StrictMath.sqrt(squares);
        }

        @Override
        public int draw(long index, Chance random, Row row) {
            int chosen = java.util.Arrays.binarySearch(
                    weightsUpTo, random.nextDouble() * weightsUpTo[weightsUpTo.length - 1]);
            chosen = StrictMath.min(chosen < 0 ? -chosen - 1 : chosen, weightsUpTo.length - 1);
            double scale = 1 / fillDirection(random::nextDouble);
            scale *= random.nextGaussian() * spreads[chosen];
            for (int i = 0; i < direction.length; i++) {
                row.setNumber(i, centres[chosen][i] + direction[i] * scale);
            }
            return classes[chosen];
        }

        @Override
        public boolean isMoving() {
            return speeds.length > 0 && shape.speed() > 0;
        }

        @Override
        public void move(Random64 random) {
            for (int c = 0; c < speeds.length; c++) {
                for (int i = 0; i < direction.length; i++) {
                    double at = centres[c][i] + speeds[c][i];
                    if (at > 1 || at < 0) {
                        at = at > 1 ? 1 : 0;
                        speeds[c][i] = -speeds[c][i];
                    }
                    centres[c][i] = at;
                }
            }
        }
    }
}
