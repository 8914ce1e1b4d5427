package dev.millrace.datasets;

import dev.millrace.stream.random.Random64;

/** Where people pay, how often by day and by night, and how much. */
enum Merchants {
    GROCERY("grocery", 26, 10, 32, 0.6, 0.05),
    RESTAURANT("restaurant", 18, 22, 24, 0.6, 0.05),
    FUEL("fuel", 10, 12, 45, 0.4, 0),
    TRANSPORT("transport", 14, 16, 6, 0.6, 0.3),
    PHARMACY("pharmacy", 7, 3, 16, 0.6, 0.1),
    CLOTHING("clothing", 8, 1, 55, 0.7, 0.4),
    ELECTRONICS("electronics", 4, 2, 85, 0.9, 0.6),
    TRAVEL("travel", 3, 5, 190, 0.9, 0.8),
    DIGITAL("digital", 6, 14, 9, 0.8, 1),
    ENTERTAINMENT("entertainment", 4, 15, 28, 0.6, 0.3);

    private static final Merchants[] ALL = values();

    final String text;
    private final int dayWeight; // of 100
    private final int nightWeight; // of 100
    final double logMedian;
    final double spread;
    final double onlineShare;

    Merchants(String text, int dayWeight, int nightWeight, double median, double spread, double onlineShare) {
        this.text = text;
        this.dayWeight = dayWeight;
        this.nightWeight = nightWeight;
        this.logMedian = StrictMath.log(median);
        this.spread = spread;
        this.onlineShare = onlineShare;
    }

    static Merchants any(Random64 random, boolean night) {
        int left = random.nextInt(100);
        for (Merchants merchant : ALL) {
            left -= night ? merchant.nightWeight : merchant.dayWeight;
            if (left < 0) {
                return merchant;
            }
        }
        throw new IllegalStateException("the weights of the merchants add up to less than 100");
    }

    /** A log-normal amount in whole cents, at least one. */
    static double amount(Random64 random, double logMedian, double spread) {
        double amount = StrictMath.exp(logMedian + spread * random.nextGaussian());
        return Math.max(1, Math.round(amount * 100)) / 100.0;
    }
}
