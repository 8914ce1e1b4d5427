package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.MadeOfMembers;
import java.util.List;
import java.util.function.IntFunction;

/** A vote of classifiers of one kind that a user named. */
abstract class BaggedVote extends VotingEnsemble<BaggedMember> implements MadeOfMembers {
    BaggedVote(String name, int format, Layout layout, int members, IntFunction<BaggedMember> maker) {
        super(name, format, layout, members, maker);
    }

    @Override
    public final List<Made> made() {
        return committee().members().stream().map(BaggedMember::made).toList();
    }

    @Override
    public final void begin(int classes) {
        committee().members().forEach(member -> member.begin(classes));
    }
}
