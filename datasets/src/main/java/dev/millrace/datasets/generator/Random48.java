package dev.millrace.datasets.generator;

/**
 * The linear congruence of 48 bits that the Javadoc of {@link java.util.Random} specifies, bit by bit: the chance with which
 * MOA and other systems draw their streams, so that a seed gives their records. Not for learning: its low bits are poor.
 * Threading: one caller.
 *
 * <p>Source: Knuth, "The Art of Computer Programming" 2, section 3.2.1 (1997); the normal numbers Marsaglia's polar method,
 * section 3.4.1.
 */
final class Random48 implements Chance {
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long ADDEND = 0xBL;
    private static final long MASK = (1L << 48) - 1;
    private static final int PERCENT = 100;

    private long state;
    /** The second normal number of a pair, or NaN. */
    private double waiting = Double.NaN;

    Random48(long seed) {
        state = (seed ^ MULTIPLIER) & MASK;
    }

    private int next(int bits) {
        state = (state * MULTIPLIER + ADDEND) & MASK;
        return (int) (state >> 48 - bits);
    }

    @Override
    public double nextDouble() {
        return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
    }

    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("the bound must be positive, got " + bound);
        }
        int bits = next(31);
        if ((bound & -bound) == bound) {
            return (int) ((bound * (long) bits) >> 31);
        }
        while (bits - bits % bound + (bound - 1) < 0) { // the last stretch is too short for every value to be as likely
            bits = next(31);
        }
        return bits % bound;
    }

    @Override
    public boolean nextBoolean() {
        return next(1) != 0;
    }

    @Override
    public double nextGaussian() {
        if (!Double.isNaN(waiting)) {
            double second = waiting;
            waiting = Double.NaN;
            return second;
        }
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s < 1 && s > 0) {
                double scale = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
                waiting = v * scale;
                return u * scale;
            }
        }
    }

    /** Drawn among a hundred, as those systems do, who know whole percents; what is left over by a draw of its own. */
    @Override
    public boolean happens(double probability) {
        double percents = PERCENT * probability;
        double nearest = StrictMath.rint(percents);
        int drawn = nextInt(PERCENT);
        if (StrictMath.abs(percents - nearest) < 1e-9) {
            return drawn < nearest;
        }
        double whole = StrictMath.floor(percents);
        return drawn < whole || drawn == whole && nextDouble() < percents - whole;
    }
}
