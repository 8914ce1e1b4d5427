package dev.millrace.ml.learner;

import java.util.List;

/** A learner made of others that were chosen by name, as its provider's {@link LearnerProvider#membersSetting} says. */
public interface MadeOfMembers {

    /**
     * A member as it is now.
     *
     * @param chosen what made it
     */
    record Made(ChosenLearner chosen, Learner learner) {}

    /** Its members, in their order. */
    List<Made> made();

    /** So many classes are known to its members before it has learned anything. */
    default void begin(int classes) {}
}
