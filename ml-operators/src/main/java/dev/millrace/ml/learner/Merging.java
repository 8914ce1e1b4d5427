package dev.millrace.ml.learner;

/** What becomes of the learners of several partitions when they are to answer as one; see {@link Mergeable}. */
public enum Merging {
    /** What they have counted adds up: the same as one learner that has seen all events, up to rounding. */
    EXACT("exactly"),
    /**
     * What they know is brought to a scale common to all and averaged, or counted as if it had been seen so: a model of its own,
     * good where partitions learn the same thing.
     */
    AVERAGE("averages"),
    /** They cannot be made one; each answers, and they vote. */
    VOTE("votes");

    private final String word;

    Merging(String word) {
        this.word = word;
    }

    /** For people: made one "exactly", by "averages", by "votes". */
    public String word() {
        return word;
    }
}
