package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;

/**
 * A kind of stream that is made up, known by its name. Immutable.
 *
 * @param <S> its settings: a public record that checks its values
 */
public interface StreamKind<S extends Record> {
    /** What its streams are for. */
    enum Task {
        CLASSIFICATION,
        REGRESSION,
        ANOMALY,
        BANDIT
    }

    /**
     * Which concepts a kind has.
     *
     * @param first the lowest number
     * @param last the highest number
     * @param otherwise the concept of a stream that names none
     * @param meaning what the number says
     */
    record Concepts(int first, int last, int otherwise, String meaning) {
        public Concepts {
            if (first < 0 || otherwise < first || last < otherwise) {
                throw new IllegalArgumentException(
                        "concepts " + first + " … " + last + " with " + otherwise + " unless told otherwise");
            }
        }

        /** Any number names a concept, drawn from the seed and the number. */
        static Concepts drawn(String what) {
            return new Concepts(1, Integer.MAX_VALUE, 1, "each number is another " + what + ", drawn from the seed");
        }
    }

    String name();

    default Task task() {
        return Task.CLASSIFICATION;
    }

    /** One sentence for lists. */
    String summary();

    /** Where it was published. */
    String paper();

    S defaults();

    /** The fields of a record; the label is one of them. */
    Schema schema(S settings);

    /** The field to be predicted. */
    default String label() {
        return "class";
    }

    /** The field of the event time; null where records have none. */
    default String time() {
        return null;
    }

    /** The field of the action that was taken; null but for bandits, whose label is its reward. */
    default String action() {
        return null;
    }

    /** The field of the probability with which the action was taken; null but for bandits. */
    default String propensity() {
        return null;
    }

    /** Names of the actions; empty but for bandits. */
    default List<String> actions(S settings) {
        return List.of();
    }

    /** Names of the classes by their number; empty for a stream of values. */
    List<String> classes(S settings);

    Concepts concepts();

    /** Share of the labels that are wrong unless told otherwise. */
    default double labelNoise() {
        return 0;
    }

    /**
     * Whether each concept draws its records one after the other with the linear congruence of 48 bits, and so those that
     * MOA draws for the same seed. Reaching a record then costs all records before it; else it costs a block.
     */
    default boolean drawsInOrder() {
        return false;
    }

    /**
     * A concept of this kind.
     *
     * @param number between the first and the last of {@link #concepts()}
     * @param seed of the stream: what is drawn once, such as a tree or centroids, comes from it and the number
     */
    Concept concept(S settings, int number, long seed);
}
