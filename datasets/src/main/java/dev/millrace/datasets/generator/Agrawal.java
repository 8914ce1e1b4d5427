package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.List;

/**
 * People who want a loan: salary, commission, age, education, car, zip code, value and age of their house, the loan. Ten
 * functions (see {@link LoanRules}) say who is in {@code groupA}; then the numbers are perturbed, so that people at the
 * edges of a rule are told wrong. O(1) a record.
 *
 * <p>Source: Agrawal, Imielinski and Swami, "Database mining: a performance perspective", IEEE TKDE 5 (1993).
 */
final class Agrawal implements StreamKind<Agrawal.Shape> {
    static final double CHEAPEST_SALARY = 20_000;
    static final double HIGHEST_SALARY = 150_000;
    private static final double FULL_COMMISSION_BELOW = 75_000;
    private static final String[] CODES = new String[21];
    private static final Schema SCHEMA = Schema.builder()
            .number("salary")
            .number("commission")
            .number("age")
            .text("elevel")
            .text("car")
            .text("zipcode")
            .number("hvalue")
            .number("hyears")
            .number("loan")
            .text("class")
            .build();

    static {
        for (int i = 0; i < CODES.length; i++) {
            CODES[i] = Integer.toString(i);
        }
    }

    /** @param perturbation how far a number is moved at most, as a share of its range */
    public record Shape(double perturbation) {
        public Shape {
            if (!(perturbation >= 0 && perturbation <= 1)) {
                throw new IllegalArgumentException("the perturbation lies in 0 … 1, got " + perturbation);
            }
        }
    }

    @Override
    public String name() {
        return "agrawal";
    }

    @Override
    public String summary() {
        return "who gets a loan: nine fields, ten rules";
    }

    @Override
    public String paper() {
        return "Agrawal, Imielinski and Swami, \"Database mining: a performance perspective\", IEEE TKDE 5 (1993)";
    }

    @Override
    public Shape defaults() {
        return new Shape(0.05);
    }

    @Override
    public Schema schema(Shape shape) {
        return SCHEMA;
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of("groupA", "groupB");
    }

    @Override
    public Concepts concepts() {
        return new Concepts(1, LoanRules.COUNT, 1, "the functions of the paper");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return (index, random, row) -> draw(number, shape.perturbation(), random, row);
    }

    private static int draw(int rule, double perturbation, Random64 random, Row row) {
        double salary = between(random, CHEAPEST_SALARY, HIGHEST_SALARY);
        double commission = salary >= FULL_COMMISSION_BELOW ? 0 : between(random, 10_000, 75_000);
        int age = 20 + random.nextInt(61);
        int education = random.nextInt(5);
        int car = 1 + random.nextInt(20);
        int zip = random.nextInt(9);
        double district = (9 - zip) * 100_000.0;
        double house = district * (random.nextDouble() + 0.5);
        int years = 1 + random.nextInt(30);
        double loan = between(random, 0, 500_000);
        boolean inGroupA = LoanRules.isGroupA(rule, salary, commission, age, education, house, years, loan);
        Nudge nudge = new Nudge(random, perturbation);
        row.setNumber(0, nudge.of(salary, CHEAPEST_SALARY, HIGHEST_SALARY));
        row.setNumber(1, commission > 0 ? nudge.of(commission, 10_000, 75_000) : 0);
        row.setNumber(2, StrictMath.rint(nudge.of(age, 20, 80)));
        row.setText(0, CODES[education]);
        row.setText(1, CODES[car]);
        row.setText(2, CODES[zip]);
        row.setNumber(3, nudge.of(house, 0.5 * district, 1.5 * district));
        row.setNumber(4, StrictMath.rint(nudge.of(years, 1, 30)));
        row.setNumber(5, nudge.of(loan, 0, 500_000));
        return inGroupA ? 0 : 1;
    }

    private static double between(Random64 random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** Moves numbers within their range. */
    private record Nudge(Random64 random, double share) {
        double of(double value, double from, double to) {
            if (share == 0) {
                return value;
            }
            double moved = value + (to - from) * share * (2 * random.nextDouble() - 1);
            return StrictMath.min(to, StrictMath.max(from, moved));
        }
    }
}
