package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * 21 points of a wave: a random mixture of two of three triangular base waves, plus normal noise; which two is the class.
 * In concept k, k of the points have changed places with numbers that are noise alone (19, if they are asked for) or with
 * other points. O(40) a record; the best classifier is right in 86 %.
 *
 * <p>Source: Breiman, Friedman, Olshen and Stone, "Classification and regression trees", 1984, section 2.6.
 */
final class Waveform implements StreamKind<Waveform.Shape> {
    private static final int POINTS = 21;
    private static final int NOISE = 19;
    private static final int[] PEAKS = {6, 14, 10};
    private static final int[][] PAIRS = {{0, 1}, {0, 2}, {1, 2}};
    private static final int MOST_CHANGED = 10;

    /** @param irrelevant whether 19 numbers that are noise alone are added */
    public record Shape(boolean irrelevant) {}

    @Override
    public String name() {
        return "waveform";
    }

    @Override
    public String summary() {
        return "a noisy mixture of two of three waves: which two?";
    }

    @Override
    public String paper() {
        return "Breiman, Friedman, Olshen and Stone, \"Classification and regression trees\", 1984, section 2.6";
    }

    @Override
    public Shape defaults() {
        return new Shape(false);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder();
        for (int i = 1; i <= columns(shape); i++) {
            schema.number("att" + i);
        }
        return schema.text("class").build();
    }

    private static int columns(Shape shape) {
        return POINTS + (shape.irrelevant() ? NOISE : 0);
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of("class1", "class2", "class3");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(0, MOST_CHANGED, 0, "how many of the points have changed places with others");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        int[] place = places(shape, number, seed);
        return (index, random, row) -> draw(place, random, row);
    }

    private static int[] places(Shape shape, int changed, long seed) {
        Random64 random = new Random64(Random64.seedOf(seed, "waveform", 0));
        int[] place = IntStream.range(0, columns(shape)).toArray();
        int half = shape.irrelevant() ? POINTS : POINTS / 2; // changed places go from the first part to the second
        int first = random.nextInt(half);
        int offset = random.nextInt(place.length - half);
        for (int i = 0; i < changed; i++) {
            int point = (first + i) % half;
            int other = half + (offset + i) % (place.length - half);
            place[point] = other;
            place[other] = point;
        }
        return place;
    }

    private static int draw(int[] place, Chance random, Row row) {
        int chosen = random.nextInt(PAIRS.length);
        double share = random.nextDouble();
        for (int i = 0; i < place.length; i++) {
            double value = random.nextGaussian();
            if (i < POINTS) {
                value += share * wave(PAIRS[chosen][0], i) + (1 - share) * wave(PAIRS[chosen][1], i);
            }
            row.setNumber(place[i], value);
        }
        return chosen;
    }

    private static int wave(int number, int point) {
        return StrictMath.max(6 - StrictMath.abs(point - PEAKS[number]), 0);
    }
}
