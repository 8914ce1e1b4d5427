package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * People who want a loan: salary, commission, age, education, car, zip code, value and age of their house, the loan. Ten
 * functions (see {@link LoanRules}) say who is in {@code groupA}; then the numbers are perturbed, so that people at the
 * edges of a rule are told wrong. O(1) a record. A seed gives the records that MOA's {@code AgrawalGenerator} gives for it; as
 * there, a house whose value was perturbed is worth 135,000 at most.
 *
 * <p>Source: Agrawal, Imielinski and Swami, "Database mining: a performance perspective", IEEE TKDE 5 (1993).
 */
final class Agrawal implements StreamKind<Agrawal.Shape> {
    static final double CHEAPEST_SALARY = 20_000;
    static final double HIGHEST_SALARY = 150_000;
    private static final double FULL_COMMISSION_BELOW = 75_000;
    private static final double MOST_WORTH = 135_000;
    private static final String[] EDUCATIONS = names("level", 0, 5);
    private static final String[] CARS = names("car", 1, 20);
    private static final String[] ZIP_CODES = names("zipcode", 1, 9);
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

    private static String[] names(String prefix, int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> prefix + i).toArray(String[]::new);
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
    public boolean drawsInOrder() {
        return true;
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        return new Applicants(number, shape.perturbation());
    }

    private static final class Applicants implements Concept {
        private final int rule;
        private final double perturbation;
        /** What a house is worth on average where the last one stands. */
        private double district;

        Applicants(int rule, double perturbation) {
            this.rule = rule;
            this.perturbation = perturbation;
        }

        @Override
        public int draw(long index, Chance random, Row row) {
            double salary = between(random, CHEAPEST_SALARY, HIGHEST_SALARY);
            double commission = salary >= FULL_COMMISSION_BELOW ? 0 : between(random, 10_000, 75_000);
            int age = 20 + random.nextInt(61);
            int education = random.nextInt(EDUCATIONS.length);
            int car = random.nextInt(CARS.length);
            int zip = random.nextInt(ZIP_CODES.length);
            district = (9 - zip) * 100_000.0;
            double house = district * (0.5 + random.nextDouble());
            int years = 1 + random.nextInt(30);
            double loan = between(random, 0, 500_000);
            row.setNumber(0, salary);
            row.setNumber(1, commission);
            row.setNumber(2, age);
            row.setText(0, EDUCATIONS[education]);
            row.setText(1, CARS[car]);
            row.setText(2, ZIP_CODES[zip]);
            row.setNumber(3, house);
            row.setNumber(4, years);
            row.setNumber(5, loan);
            return LoanRules.isGroupA(rule, salary, commission, age, education, house, years, loan) ? 0 : 1;
        }

        @Override
        public void finish(Chance random, Row row) {
            if (perturbation == 0) {
                return;
            }
            row.setNumber(0, moved(random, row.number(0), CHEAPEST_SALARY, HIGHEST_SALARY));
            if (row.number(1) > 0) {
                row.setNumber(1, moved(random, row.number(1), 10_000, 75_000));
            }
            row.setNumber(2, StrictMath.rint(moved(random, row.number(2), 20, 80)));
            row.setNumber(3, StrictMath.min(MOST_WORTH, shifted(random, row.number(3), district)));
            row.setNumber(4, StrictMath.rint(moved(random, row.number(4), 1, 30)));
            row.setNumber(5, moved(random, row.number(5), 0, 500_000));
        }

        private static double between(Chance random, double from, double to) {
            return from + (to - from) * random.nextDouble();
        }

        /** The value, shifted within its range. */
        private double moved(Chance random, double value, double from, double to) {
            return StrictMath.min(to, StrictMath.max(from, shifted(random, value, to - from)));
        }

        private double shifted(Chance random, double value, double range) {
            return value + range * (2 * (random.nextDouble() - 0.5)) * perturbation;
        }
    }
}
