package dev.millrace.stream.random;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * A small, fast, seeded source of chance: the same numbers on every JVM, resumable from a snapshot.
 *
 * <p>xoshiro256++ seeded by splitmix64. Threading: one caller. Source: Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47 (2021).
 */
public final class Random64 {
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    public Random64(long seed) {
        long state = seed;
        s0 = mix(state += 0x9E3779B97F4A7C15L);
        s1 = mix(state += 0x9E3779B97F4A7C15L);
        s2 = mix(state += 0x9E3779B97F4A7C15L);
        s3 = mix(state + 0x9E3779B97F4A7C15L);
    }

    /** The seed of a named part: independent streams from one pipeline seed. */
    public static long seedOf(long seed, String name, int index) {
        return mix(mix(seed ^ 0x9E3779B97F4A7C15L * (name.hashCode() + 1L)) + index);
    }

    /** splitmix64's finaliser: a bijection that scatters its input. */
    public static long mix(long value) {
        value = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        value = (value ^ (value >>> 27)) * 0x94D049BB133111EBL;
        return value ^ (value >>> 31);
    }

    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in [0, 1), 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in 0 … bound − 1, without bias. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("the bound must be positive, got " + bound);
        }
        long bits = nextLong() >>> 33;
        long value = bits % bound;
        while (bits - value + (bound - 1) >= 1L << 31) {
            bits = nextLong() >>> 33;
            value = bits % bound;
        }
        return (int) value;
    }

    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Standard normal, by Marsaglia's polar method with {@link StrictMath}: the same on every JVM. */
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s < 1 && s > 0) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /** Poisson with a small mean (Knuth's product method, {@link StrictMath}); cost grows with the mean. */
    public int nextPoisson(double mean) {
        if (!(mean >= 0 && mean <= 700)) {
            throw new IllegalArgumentException("the mean of a Poisson must be in 0 … 700, got " + mean);
        }
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = nextDouble(); product > limit; product *= nextDouble()) {
            count++;
        }
        return count;
    }

    /** Goes on as the other would. */
    public void copyFrom(Random64 other) {
        s0 = other.s0;
        s1 = other.s1;
        s2 = other.s2;
        s3 = other.s3;
    }

    public void snapshot(StateWriter out) {
        out.writeLong(s0);
        out.writeLong(s1);
        out.writeLong(s2);
        out.writeLong(s3);
    }

    public void restore(StateReader in) {
        s0 = in.readLong();
        s1 = in.readLong();
        s2 = in.readLong();
        s3 = in.readLong();
    }
}
