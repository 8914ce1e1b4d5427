package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.MembersSetting;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Learners of any kinds side by side, as {@code naive-bayes+hoeffding-tree+(logistic:rate=0.1,l2=0.001)} names them. */
final class Experts<L extends Learner> {
    static final int MOST = 100;
    static final MembersSetting NAMED_IN = new MembersSetting("learners", true);

    private final Layout layout;
    private final List<ChosenLearner> kinds = new ArrayList<>();
    private final List<L> learners = new ArrayList<>();

    /**
     * @param kind what each has to be
     * @throws IllegalArgumentException if one is something else
     */
    Experts(String names, Class<L> kind, Layout layout, long seed) {
        this.layout = layout;
        for (String name : names(names)) {
            ChosenLearner chosen = Learners.parseMember("learners", name);
            Learner learner = chosen.create(layout, Random64.seedOf(seed, "member", learners.size()));
            if (!kind.isInstance(learner)) {
                throw new IllegalArgumentException("learners: '" + chosen + "' is for "
                        + chosen.task().name().toLowerCase(java.util.Locale.ROOT) + "; name others, each a "
                        + kind.getSimpleName().toLowerCase(java.util.Locale.ROOT));
            }
            kinds.add(chosen);
            learners.add(kind.cast(learner));
        }
    }

    /**
     * Refuses an empty list, one that is too long, and names and settings that nobody knows.
     *
     * @param usual that need no look: who looks learners up wants to know all settings at their defaults first
     */
    static void check(String names, String usual) {
        List<String> all = names(names);
        if (all.size() > MOST) {
            throw new IllegalArgumentException("learners: " + MOST + " are the most, got " + all.size());
        }
        if (!names.equals(usual)) {
            all.forEach(name -> Learners.parseMember("learners", name));
        }
    }

    private static List<String> names(String names) {
        if (names == null || names.isBlank()) {
            throw new IllegalArgumentException("learners must name at least one, naive-bayes+hoeffding-tree say");
        }
        return NAMED_IN.names(names);
    }

    int count() {
        return learners.size();
    }

    L get(int index) {
        return learners.get(index);
    }

    List<MadeOfMembers.Made> made() {
        return IntStream.range(0, learners.size())
                .mapToObj(i -> new MadeOfMembers.Made(kinds.get(i), learners.get(i)))
                .toList();
    }

    void snapshot(StateWriter out) {
        for (int i = 0; i < learners.size(); i++) {
            learners.get(i).snapshot(new ScopedStateWriter(out, "member-" + i + "-"));
        }
    }

    Layout layout() {
        return layout;
    }

    /** @param before layout of the snapshot, perhaps with fewer attributes */
    void restore(StateReader in, Layout before) {
        for (int i = 0; i < learners.size(); i++) {
            kinds.get(i).restore(learners.get(i), new ScopedStateReader(in, "member-" + i + "-"), before, layout);
        }
    }
}
