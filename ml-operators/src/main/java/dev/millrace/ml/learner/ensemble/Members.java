package dev.millrace.ml.learner.ensemble;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Learners;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/** Learners of one kind, seeded apart, whose scores are averaged. */
final class Members {
    private final ChosenLearner base;
    private final Layout layout;
    private final Random64 random;
    private final Classifier[] members;

    Members(int count, String base, Layout layout, long seed) {
        this.base = Learners.parse(base);
        this.layout = layout;
        this.random = new Random64(seed);
        this.members = new Classifier[count];
        for (int i = 0; i < count; i++) {
            members[i] = newMember();
        }
    }

    private Classifier newMember() {
        if (base.create(layout, random.nextLong()) instanceof Classifier classifier) {
            return classifier;
        }
        throw new IllegalArgumentException("base '" + base + "' learns values; members of a vote must learn classes");
    }

    int count() {
        return members.length;
    }

    Classifier member(int index) {
        return members[index];
    }

    /** Starts a member anew. */
    void reset(int index) {
        members[index] = newMember();
    }

    /** How often a member sees the event. */
    int draw(double lambda) {
        return random.nextPoisson(lambda);
    }

    void predict(FeatureVector x, double[] scores) {
        double[] sum = new double[scores.length];
        for (Classifier member : members) {
            member.predict(x, scores);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += scores[k];
            }
        }
        System.arraycopy(sum, 0, scores, 0, sum.length);
        Scores.normalize(scores);
    }

    void snapshot(StateWriter out) {
        random.snapshot(out);
        for (int i = 0; i < members.length; i++) {
            members[i].snapshot(new ScopedStateWriter(out, "member-" + i + "-"));
        }
    }

    void restore(StateReader in) {
        random.restore(in);
        for (int i = 0; i < members.length; i++) {
            members[i].restore(new ScopedStateReader(in, "member-" + i + "-"));
        }
    }
}
