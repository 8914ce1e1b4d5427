package dev.millrace.datasets;

import dev.millrace.stream.random.Random64;

/**
 * Frauds in patterns that change. Three ways of working follow each other, each for {@value #DAYS} days:
 *
 * <ol>
 *   <li>testing: several payments of a few cents to a few coins on one card within minutes, then a large one;
 *   <li>travel: large amounts at travel merchants, most of them at night;
 *   <li>drip: middling amounts at one kind of shop, again and again on the same stolen cards.
 * </ol>
 *
 * From the first to the second the change is abrupt, the others take {@value #RAMP_HOURS} hours. When they come round again
 * they are not quite the same: other shops, other amounts. Beside them some frauds have no pattern at all.
 */
final class Fraudsters {
    static final int DAYS = 2;
    private static final int RAMP_HOURS = 12;
    private static final long REGIME_MILLIS = DAYS * 86_400_000L;
    private static final long RAMP_MILLIS = RAMP_HOURS * 3_600_000L;
    private static final int TESTING = 0;
    private static final int TRAVEL = 1;
    private static final int DRIP = 2;
    private static final int NO_PATTERN = 3;

    private final long seed;
    private final Cards cards;
    private final Random64 random;

    // The campaign at hand.
    private int pattern;
    private int left;
    private int card;
    private long round;
    private String country;

    /** The frauds of one stretch of time, from a source of chance of its own. */
    Fraudsters(long seed, Cards cards, Random64 random) {
        this.seed = seed;
        this.cards = cards;
        this.random = random;
    }

    /** Which share of the payments at a time is fraudulent: one in twenty overall. */
    static double share(long sinceStartMillis, int hour) {
        return regime(sinceStartMillis) % 3 == TRAVEL ? (hour < 6 ? 0.15 : 0.037) : 0.05;
    }

    static long regime(long sinceStartMillis) {
        return sinceStartMillis / REGIME_MILLIS;
    }

    /** The next fraud, at a time not before the one before it. */
    Payment next(long index, long atMillis, long sinceStartMillis) {
        if (left == 0) {
            begin(sinceStartMillis);
        }
        left--;
        return switch (pattern) {
            case TESTING -> testing(index, atMillis);
            case TRAVEL -> payment(index, atMillis, Merchants.TRAVEL, 330, 0.7, "online");
            case DRIP -> {
                Merchants shop = round % 2 == 0 ? Merchants.ELECTRONICS : Merchants.DIGITAL;
                yield payment(index, atMillis, shop, 55 + 15 * (int) (round % 3), 0.4, "online");
            }
            default -> {
                Merchants any = Merchants.any(random, false);
                double median = StrictMath.exp(any.logMedian + cards.level(card) + 0.4);
                yield payment(index, atMillis, any, median, any.spread, random.nextBoolean() ? "chip" : "online");
            }
        };
    }

    private void begin(long sinceStartMillis) {
        long regime = regime(sinceStartMillis);
        long intoRegime = sinceStartMillis - regime * REGIME_MILLIS;
        boolean gradual = regime > 0 && regime % 3 != TRAVEL;
        if (gradual && intoRegime < RAMP_MILLIS && random.nextDouble() * RAMP_MILLIS > intoRegime) {
            regime--; // some still work the old way
        }
        round = regime / 3;
        pattern = random.nextInt(100) < 22 ? NO_PATTERN : (int) (regime % 3);
        left = pattern == TESTING ? 4 + random.nextInt(5) : 1;
        long day = sinceStartMillis / 86_400_000L;
        card = switch (pattern) {
            case DRIP -> stolen(day, random.nextInt(60));
            case TRAVEL -> stolen(day, random.nextInt(400));
            default -> random.nextInt(Cards.COUNT);
        };
        boolean abroad = random.nextInt(10) < (pattern == DRIP || pattern == NO_PATTERN ? 1 : 5);
        country = abroad ? Cards.abroad(random) : cards.country(card);
    }

    private int stolen(long day, int number) {
        return (int) Long.remainderUnsigned(Random64.mix(Random64.mix(seed + day) + number), Cards.COUNT);
    }

    private Payment testing(long index, long atMillis) {
        if (left > 0) {
            Merchants shop = random.nextInt(10) < 7 ? Merchants.DIGITAL : Merchants.TRANSPORT;
            return payment(index, atMillis, shop, 1.5, 0.6, "online");
        }
        Merchants shop = round % 2 == 0 ? Merchants.ELECTRONICS : Merchants.CLOTHING;
        return payment(index, atMillis, shop, 400, 0.6, "online");
    }

    private Payment payment(
            long index, long atMillis, Merchants merchant, double median, double spread, String channel) {
        double amount = Merchants.amount(random, StrictMath.log(median), spread);
        return new Payment(index, atMillis, card, amount, merchant.text, country, channel, true, 0);
    }
}
