package dev.millrace.stream.random;

/**
 * Draws from a Poisson distribution by a table of its cumulative shares: one uniform number and a step or two, where
 * {@link Random64#nextPoisson} needs as many uniform numbers as it counts. The table is made with {@link StrictMath}: the same
 * on every JVM. Immutable.
 */
public final class Poisson {
    private static final int GUIDES = 64;

    /** Probability of drawing at most i. */
    private final double[] atMost;

    /** Where to start looking, by the first bits of the uniform number. */
    private final int[] guide = new int[GUIDES];

    /** @param mean in 0 … 700 */
    public Poisson(double mean) {
        if (!(mean >= 0 && mean <= 700)) {
            throw new IllegalArgumentException("the mean of a Poisson must be in 0 … 700, got " + mean);
        }
        double[] table = new double[(int) (mean + 14 * StrictMath.sqrt(mean)) + 32];
        double share = StrictMath.exp(-mean);
        double sum = 0;
        for (int i = 0; i < table.length; i++) {
            sum += share;
            table[i] = sum;
            share *= mean / (i + 1);
        }
        table[table.length - 1] = 1; // what is left is below 1e-16
        atMost = table;
        for (int g = 0, i = 0; g < GUIDES; g++) {
            while (atMost[i] <= g / (double) GUIDES) {
                i++;
            }
            guide[g] = i;
        }
    }

    /** The next number, by one draw of a uniform one. */
    public int draw(Random64 random) {
        double uniform = random.nextDouble();
        int count = guide[(int) (uniform * GUIDES)];
        while (atMost[count] <= uniform) {
            count++;
        }
        return count;
    }
}
