package dev.millrace.ml.learner;

import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.state.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Gives a learner its name and settings, found with {@link java.util.ServiceLoader}: what works in the pipeline file, in
 * {@code evaluate}, in the registry and on the page.
 *
 * @param <S> a record of settings, whose component names are the keys that users write (camel case in Java is kebab case
 *     there: {@code learningRate}, {@code learning-rate})
 */
public interface LearnerProvider<S extends Record> {

    /** What users write, e.g. {@code hoeffding-tree}. */
    String name();

    /** Other names under which it is found. */
    default List<String> aliases() {
        return List.of();
    }

    /** One sentence: what it is. */
    String summary();

    /** Author, title, venue and year of the source. */
    String paper();

    /** Every setting at its default; its class is the class of settings. */
    S defaults();

    /** Whether it learns classes, values, what is usual, what to do, or groups. */
    Task task();

    /** Whether it wants numbers of the same scale: features that nobody spelled out are scaled for it. */
    default boolean wantsScaledNumbers() {
        return false;
    }

    /**
     * Whether it keeps a number for every pair of coordinates: some thousand coordinates are the most, and features that nobody spelled
     * out leave words out.
     */
    default boolean keepsPairs() {
        return false;
    }

    /** Whether it reads snapshots of layouts that have grown since; see {@link Learner#restore(StateReader, Layout)}. */
    default boolean takesNewFeatures() {
        return false;
    }

    /** Whether it is made of members that learn apart: it gains from more than one processor. */
    default boolean isEnsemble() {
        return false;
    }

    /**
     * What becomes of the learners of several partitions when they answer as one. Learners of a provider that says anything but
     * {@link Merging#VOTE} are {@link Mergeable}.
     *
     * @param scaled whether numbers are scaled by what each partition has seen
     */
    default Merging merging(S settings, boolean scaled) {
        return Merging.VOTE;
    }

    /** Where it names the learners that it is made of, if it is made of others; they are {@link MadeOfMembers} then. */
    default Optional<MembersSetting> membersSetting() {
        return Optional.empty();
    }

    /**
     * Why a learner of these settings cannot start from a model of another program; empty if it can. Learners that can are
     * {@code LinearModel}s.
     */
    default Optional<String> whyNoStart(S settings) {
        return Optional.of("only linear learners can (logistic, svm, perceptron, passive-aggressive, linear,"
                + " passive-aggressive-regression), and members of ensembles that are; remove '" + Learners.START
                + "'");
    }

    /**
     * @param seed where all its chance comes from
     * @throws IllegalArgumentException for settings out of range, naming the setting and what is allowed
     */
    Learner create(S settings, Layout layout, long seed);

    /** What a learner predicts. */
    enum Task {
        CLASSIFICATION,
        REGRESSION,

        /** How unusual an event is, learned without labels. */
        ANOMALY,

        /** Which action earns most, learned from the rewards of actions that were taken. */
        BANDIT,

        /** Which group an event belongs to, learned without labels. */
        CLUSTERING
    }
}
