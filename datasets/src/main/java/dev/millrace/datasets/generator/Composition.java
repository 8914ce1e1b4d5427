package dev.millrace.datasets.generator;

/**
 * What every generated stream can be told.
 *
 * @param rows how many records it has; {@link #ENDLESS} for one that never ends
 * @param seed where its chance comes from
 * @param concepts which concepts follow each other, as in {@code 1/2/1}; empty for the kind's first
 * @param every records from one change to the next; 0 for equal shares of the rows
 * @param width records over which a change goes on; 1 for an abrupt one
 * @param recurring whether the first concept follows the last, for ever
 * @param labelNoise share of the labels that are replaced by another class; below 0 for what the kind has
 * @param balanced whether all classes come equally often: records are drawn again until the wanted one comes
 */
public record Composition(
        long rows,
        long seed,
        String concepts,
        long every,
        long width,
        boolean recurring,
        double labelNoise,
        boolean balanced) {
    /** The number of rows of a stream that never ends. */
    public static final long ENDLESS = Long.MAX_VALUE;

    /** What a stream has unless told otherwise. */
    public static final Composition DEFAULT = new Composition(100_000, 7, "", 0, 1, false, -1, false);

    public Composition {
        if (rows < 1) {
            throw new IllegalArgumentException("a generator makes at least one row, got " + rows + "; set rows");
        }
        if (every < 0) {
            throw new IllegalArgumentException("a change comes every 1 or more records, got " + every + "; set every");
        }
        if (width < 1) {
            throw new IllegalArgumentException(
                    "a change goes on for 1 or more records, got " + width + "; set width (1: abrupt)");
        }
        if (!(labelNoise <= 1)) {
            throw new IllegalArgumentException("label-noise lies in 0 … 1, got " + labelNoise);
        }
    }

    /** The same stream with another number of rows and another seed. */
    public Composition with(long otherRows, long otherSeed) {
        return new Composition(otherRows, otherSeed, concepts, every, width, recurring, labelNoise, balanced);
    }
}
