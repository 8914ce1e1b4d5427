package dev.millrace.ml.stream;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.learner.Learner;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.ScopedStateReader;
import dev.millrace.stream.state.ScopedStateWriter;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.function.LongFunction;

/**
 * Lets a new learner follow the one that answers when an alarm says so: at once, or after it has proved better beside it.
 *
 * <p>A candidate is tried on each event before either learns it. The difference of the two errors fades over
 * {@value #FADING} events; it takes over when that is above zero by two standard errors, after {@value #LEAST_EVENTS}
 * events at least. Every learner has a generation, which is part of the name of its large state and of its seed. Threading:
 * the partition's thread.
 */
final class Succession {
    static final int LEAST_EVENTS = 100;
    static final int MOST_EVENTS = 10_000;
    private static final int FADING = 500;

    private final DriftPolicy.Reaction reaction;
    private final LongFunction<Learner> learners;
    private final Head<?> head;

    /** Of the learner that answers. */
    private long generation;

    private long lastGeneration;

    /** Null if there is none. */
    private Learner candidate;

    private long candidateGeneration;
    private long tried;
    private double gain;
    private double gainSpread;

    /** @param learners makes a learner of a generation that knows nothing yet */
    Succession(DriftPolicy.Reaction reaction, LongFunction<Learner> learners, Head<?> head) {
        this.reaction = reaction;
        this.learners = learners;
        this.head = head;
    }

    /** The seed of a generation: that of the first is the seed as it is. */
    static long seed(long seed, long generation) {
        return generation == 0 ? seed : Random64.seedOf(seed, "generation", (int) generation);
    }

    /** The name of a generation's state, to which those of its containers are appended. */
    static String scope(long generation) {
        return generation == 0 ? "learner-0-" : "learner-0-g" + generation + "-";
    }

    /** An alarm was raised. */
    void alarmed() {
        if (reaction == DriftPolicy.Reaction.RESET) {
            generation = ++lastGeneration;
            head.succeed(learners.apply(generation), scope(generation));
        } else if (reaction == DriftPolicy.Reaction.BACKGROUND && candidate == null) {
            candidateGeneration = ++lastGeneration;
            candidate = learners.apply(candidateGeneration);
            tried = 0;
            gain = 0;
            gainSpread = 0;
        }
    }

    boolean hasCandidate() {
        return candidate != null;
    }

    /** Tries and teaches the candidate with the label that the head has taken; before the head learns it. */
    void teach(FeatureVector x, double weight) {
        double difference = head.errorOf(null, x) - head.errorOf(candidate, x);
        tried++;
        double share = 1.0 / Math.min(tried, FADING);
        double off = difference - gain;
        gain += share * off;
        gainSpread += share * (off * (difference - gain) - gainSpread);
        head.teach(candidate, x, weight);
        if (tried < LEAST_EVENTS) {
            return;
        }
        if (gain > 2 * Math.sqrt(gainSpread / Math.min(tried, FADING))) {
            generation = candidateGeneration;
            head.succeed(candidate, scope(generation));
            candidate = null;
        } else if (tried >= MOST_EVENTS) {
            candidate = null;
        }
    }

    void snapshot(StateWriter out) {
        out.writeLong(generation);
        out.writeLong(lastGeneration);
        out.writeBoolean(candidate != null);
        if (candidate != null) {
            out.writeLong(candidateGeneration);
            out.writeLong(tried);
            out.writeDouble(gain);
            out.writeDouble(gainSpread);
            candidate.snapshot(new ScopedStateWriter(out, scope(candidateGeneration)));
        }
        out.fact("learnerGeneration", generation);
    }

    /** Before the head is restored, which then reads the state of the generation that answers. */
    void restore(StateReader in) {
        generation = in.readLong();
        lastGeneration = in.readLong();
        if (generation != 0) {
            head.succeed(learners.apply(generation), scope(generation));
        }
        candidate = null;
        if (in.readBoolean()) {
            candidateGeneration = in.readLong();
            tried = in.readLong();
            gain = in.readDouble();
            gainSpread = in.readDouble();
            candidate = learners.apply(candidateGeneration);
            head.restore(candidate, new ScopedStateReader(in, scope(candidateGeneration)));
        }
    }
}
