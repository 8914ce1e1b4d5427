package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * Three categories of three values each: size, colour and shape. A record is {@code true} if it is small and red (concept
 * 1), green or a circle (2), medium or large (3). O(1) a record. A seed gives the records that MOA's {@code STAGGERGenerator}
 * gives for it.
 *
 * <p>Source: Schlimmer and Granger, "Incremental learning from noisy data", Machine Learning 1 (1986).
 */
final class Stagger implements StreamKind<NoSettings> {
    private static final String[] SIZES = {"small", "medium", "large"};
    private static final String[] COLOURS = {"red", "blue", "green"};
    private static final String[] SHAPES = {"circle", "square", "triangle"};
    private static final Schema SCHEMA = Schema.builder()
            .text("size")
            .text("colour")
            .text("shape")
            .text("class")
            .build();

    @Override
    public String name() {
        return "stagger";
    }

    @Override
    public String summary() {
        return "size, colour and shape; a rule of two of them";
    }

    @Override
    public String paper() {
        return "Schlimmer and Granger, \"Incremental learning from noisy data\", Machine Learning 1 (1986)";
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
        return List.of("false", "true");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, 3, 1, "small and red; green or a circle; medium or large");
    }

    @Override
    public boolean drawsInOrder() {
        return true;
    }

    @Override
    public Concept concept(NoSettings settings, int number, long seed) {
        return (index, random, row) -> {
            int size = random.nextInt(3);
            int colour = random.nextInt(3);
            int shape = random.nextInt(3);
            row.setText(0, SIZES[size]);
            row.setText(1, COLOURS[colour]);
            row.setText(2, SHAPES[shape]);
            return isTrue(number, size, colour, shape) ? 1 : 0;
        };
    }

    private static boolean isTrue(int concept, int size, int colour, int shape) {
        return switch (concept) {
            case 1 -> size == 0 && colour == 0;
            case 2 -> colour == 2 || shape == 0;
            default -> size > 0;
        };
    }
}
