package dev.millrace.datasets;

import dev.millrace.stream.random.Random64;

/** The cards and the habits of their holders: when, where and how much. Immutable; a function of the seed. */
final class Cards {
    static final int COUNT = 3_000;
    private static final String[] COUNTRIES = {"DE", "FR", "GB", "NL", "ES", "IT", "PL", "US"};
    private static final String[] ABROAD = {"US", "GB", "TH", "BR", "TR", "NG", "VN", "MX"};
    private static final int HOME_MERCHANTS = 3;

    private final long seed;
    private final Merchants[][] home = new Merchants[COUNT][HOME_MERCHANTS];
    private final double[] level = new double[COUNT]; // logarithm of how much more than others it spends
    private final String[] country = new String[COUNT];
    private final int[] firstHour = new int[COUNT];
    private final int[] activeHours = new int[COUNT];

    Cards(long seed) {
        this.seed = seed;
        Random64 random = new Random64(Random64.seedOf(seed, "cards", 0));
        for (int card = 0; card < COUNT; card++) {
            for (int i = 0; i < HOME_MERCHANTS; i++) {
                home[card][i] = Merchants.any(random, false);
            }
            level[card] = 0.45 * random.nextGaussian();
            country[card] = COUNTRIES[random.nextInt(COUNTRIES.length)];
            firstHour[card] = random.nextInt(10) == 0 ? random.nextInt(24) : 6 + random.nextInt(6);
            activeHours[card] = 8 + random.nextInt(8);
        }
    }

    String country(int card) {
        return country[card];
    }

    double level(int card) {
        return level[card];
    }

    static String abroad(Random64 random) {
        return ABROAD[random.nextInt(ABROAD.length)];
    }

    /** A card that is likely in use at this hour; some are used much more than others. */
    int inUse(Random64 random, int hour) {
        int card = 0;
        for (int attempt = 0; attempt < 6; attempt++) {
            double u = random.nextDouble();
            card = (int) (COUNT * u * u);
            boolean active = Math.floorMod(hour - firstHour[card], 24) < activeHours[card];
            if (active || random.nextInt(6) == 0) {
                return card;
            }
        }
        return card;
    }

    /** What the holder of a card pays for at this time. */
    Payment honest(long index, long atMillis, int hour, Random64 random) {
        boolean night = hour < 6;
        int card = inUse(random, hour);
        Merchants merchant =
                random.nextInt(100) < 60 ? home[card][random.nextInt(HOME_MERCHANTS)] : Merchants.any(random, night);
        boolean online = random.nextDouble() < merchant.onlineShare;
        String where = country[card];
        long week = atMillis / (7 * 86_400_000L);
        long trip = Random64.mix(seed ^ Random64.mix(card * 1_000_003L + week));
        if (Long.remainderUnsigned(trip, 20) == 0 && random.nextInt(10) < 8) {
            where = ABROAD[(int) Long.remainderUnsigned(trip >>> 8, ABROAD.length)];
        } else if (online && random.nextInt(100) < 8) {
            where = abroad(random);
        }
        double amount = Merchants.amount(random, merchant.logMedian + level[card], merchant.spread);
        String channel = online ? "online" : amount < 50 && random.nextInt(3) > 0 ? "contactless" : "chip";
        return new Payment(index, atMillis, card, amount, merchant.text, where, channel, false, 0);
    }
}
