package dev.millrace.datasets.generator;

import dev.millrace.stream.random.Random64;

/**
 * Chance whose records stand in blocks, each with a seed of its own: any record is reached at the cost of one block.
 * Threading: one caller.
 */
final class BlockChance implements Chance {
    private static final int BLOCK_BITS = 8;

    private final long seed;
    private Random64 random;

    BlockChance(long seed) {
        this.seed = seed;
    }

    /** The first record of the block that a record is in. */
    static long startOf(long record) {
        return record >>> BLOCK_BITS << BLOCK_BITS;
    }

    /** Before the draws of each record: a new block begins with the first of them. */
    void enter(long record) {
        if (record == startOf(record)) {
            random = new Random64(Random64.mix(seed + (record >>> BLOCK_BITS)));
        }
    }

    @Override
    public double nextDouble() {
        return random.nextDouble();
    }

    @Override
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    @Override
    public double nextGaussian() {
        return random.nextGaussian();
    }

    @Override
    public boolean nextBoolean() {
        return random.nextBoolean();
    }

    @Override
    public boolean happens(double probability) {
        return random.nextDouble() < probability;
    }
}
