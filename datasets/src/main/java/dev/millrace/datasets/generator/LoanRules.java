package dev.millrace.datasets.generator;

/**
 * The ten functions that say who gets a loan. Pure. Source: Agrawal, Imielinski and Swami, "Database mining: a performance
 * perspective", IEEE TKDE 5 (1993), appendix.
 */
final class LoanRules {
    static final int COUNT = 10;

    private LoanRules() {}

    static boolean isGroupA(
            int rule, double salary, double commission, int age, int education, double house, int years, double loan) {
        double earned = 2 * (salary + commission) / 3;
        return switch (rule) {
            case 1 -> age < 40 || age >= 60;
            case 2 -> ofAge(age, in(salary, 50, 100), in(salary, 75, 125), in(salary, 25, 75));
            case 3 -> ofAge(age, education <= 1, education >= 1 && education <= 3, education >= 2);
            case 4 -> byEducation(age, education, salary);
            case 5 -> byLoan(age, salary, loan);
            case 6 -> {
                double total = salary + commission;
                yield ofAge(age, in(total, 50, 100), in(total, 75, 125), in(total, 25, 75));
            }
            case 7 -> earned - loan / 5 - 20_000 > 0;
            case 8 -> earned - 5_000 * education - 20_000 > 0;
            case 9 -> earned - 5_000 * education - loan / 5 - 10_000 > 0;
            case 10 -> {
                double equity = years < 20 ? 0 : house * (years - 20) / 10;
                yield earned - 5_000 * education + equity / 5 - 10_000 > 0;
            }
            default -> throw new IllegalArgumentException("there are " + COUNT + " functions, got " + rule);
        };
    }

    private static boolean byEducation(int age, int education, double salary) {
        return ofAge(
                age,
                education <= 1 ? in(salary, 25, 75) : in(salary, 50, 100),
                education >= 1 && education <= 3 ? in(salary, 50, 100) : in(salary, 75, 125),
                education >= 2 ? in(salary, 50, 100) : in(salary, 25, 75));
    }

    private static boolean byLoan(int age, double salary, double loan) {
        return ofAge(
                age,
                in(salary, 50, 100) ? in(loan, 100, 300) : in(loan, 200, 400),
                in(salary, 75, 125) ? in(loan, 200, 400) : in(loan, 300, 500),
                in(salary, 25, 75) ? in(loan, 300, 500) : in(loan, 100, 300));
    }

    /** What holds of the young (below 40), of those in between, and of the old (from 60). */
    private static boolean ofAge(int age, boolean young, boolean between, boolean old) {
        return age < 40 ? young : age < 60 ? between : old;
    }

    private static boolean in(double value, double fromThousands, double toThousands) {
        return value >= 1_000 * fromThousands && value <= 1_000 * toThousands;
    }
}
