package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Ten numbers, uniform in [0, 1), of which five count: y = 10 sin(π x1 x2) + 20 (x3 − 0.5)² + 10 x4 + 5 x5 + noise. In
 * concepts 2 and 3 the same five play other parts; 1/2/1 is the recurring abrupt drift of the second source, 1/2/3 with a
 * width its gradual one. O(10) a record. Mean 14.413, variance 23.83 + noise².
 *
 * <p>Source: Friedman, "Multivariate adaptive regression splines", Annals of Statistics 19 (1991); drift: Ikonomovska, Gama
 * and Džeroski, "Learning model trees from evolving data streams", Data Mining and Knowledge Discovery 23 (2011).
 */
final class Friedman implements StreamKind<Friedman.Shape> {
    private static final int ATTRIBUTES = 10;
    /** By concept: the numbers that play x1 … x5 of the formula. */
    private static final int[][] PARTS = {{0, 1, 2, 3, 4}, {3, 4, 1, 0, 2}, {1, 4, 3, 2, 0}};

    private static final Schema SCHEMA;

    static {
        Schema.Builder schema = Schema.builder();
        for (int i = 1; i <= ATTRIBUTES; i++) {
            schema.number("x" + i);
        }
        SCHEMA = schema.number("y").build();
    }

    /** @param noise standard deviation of what is added to the value */
    public record Shape(double noise) {
        public Shape {
            if (!(noise >= 0 && noise <= 1_000)) {
                throw new IllegalArgumentException("the noise of friedman lies in 0 … 1000, got " + noise);
            }
        }
    }

    @Override
    public String name() {
        return "friedman";
    }

    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public String summary() {
        return "a value made from five of ten numbers";
    }

    @Override
    public String paper() {
        return "Friedman, \"Multivariate adaptive regression splines\", Annals of Statistics 19 (1991); drift:"
                + " Ikonomovska, Gama and Džeroski, \"Learning model trees from evolving data streams\", DMKD 23 (2011)";
    }

    @Override
    public Shape defaults() {
        return new Shape(1);
    }

    @Override
    public Schema schema(Shape shape) {
        return SCHEMA;
    }

    @Override
    public String label() {
        return "y";
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of();
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, PARTS.length, 1, "which of x1 … x5 plays which part of the formula");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        int[] part = PARTS[number - 1];
        double[] x = new double[ATTRIBUTES];
        return (index, random, row) -> {
            for (int i = 0; i < ATTRIBUTES; i++) {
                x[i] = random.nextDouble();
                row.setNumber(i, x[i]);
            }
            double third = x[part[2]] - 0.5;
            double value = 10 * StrictMath.sin(Math.PI * x[part[0]] * x[part[1]])
                    + 20 * third * third
                    + 10 * x[part[3]]
                    + 5 * x[part[4]];
            row.setNumber(ATTRIBUTES, value + shape.noise() * random.nextGaussian());
            return 0;
        };
    }
}
