package dev.millrace.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.millrace.ml.learner.AnomalyDetector;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.Regressor;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What predicting and learning take of the CPU of one thread, and of the heap, over events at hand. New learners go through the
 * events, block by block: all of a block are predicted, then all learned, each by its own clock. Others predict and learn one event
 * after the other, as a stream does, sharing the work of both. Each first for a while to be warm, then to be counted. Threading: one
 * caller.
 */
final class LearnerTiming {
    /** Events between two readings of the clock: what those cost is then a few nanoseconds an event. */
    private static final int BLOCK = 512;

    private static final long WARM_NANOS = 300_000_000;
    private static final long COUNTED_NANOS = 300_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final EventsAtHand events;
    private final double[] scores;
    private final double[] probabilities;
    private final Assignment assignment = new Assignment();

    /** What predictions add up to, so that none is left out. */
    private double sum;

    private long predictNanos;
    private long learnNanos;
    private long bothNanos;
    private long allocatedBytes;
    private long counted;

    LearnerTiming(EventsAtHand events) {
        this.events = events;
        this.scores = new double[Math.max(1, events.classes())];
        this.probabilities = new double[scores.length];
    }

    /**
     * Per event.
     *
     * @param predictNanos of CPU, one after the other
     * @param learnNanos of CPU, one after the other
     * @param bothNanos of CPU, test-then-train
     * @param bytes allocated, test-then-train
     */
    record Cost(double predictNanos, double learnNanos, double bothNanos, double bytes) {}

    Cost of(Supplier<Learner> fresh) {
        run(fresh, this::inTurns, WARM_NANOS);
        run(fresh, this::inTurns, COUNTED_NANOS);
        double predict = predictNanos / (double) counted;
        double learn = learnNanos / (double) counted;
        run(fresh, this::together, WARM_NANOS / 2);
        run(fresh, this::together, COUNTED_NANOS);
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a prediction is not a number");
        }
        return new Cost(predict, learn, bothNanos / (double) counted, allocatedBytes / (double) counted);
    }

    /** Some events, by their numbers. */
    private interface Block {
        void run(Learner learner, int from, int to);
    }

    private void run(Supplier<Learner> fresh, Block block, long nanos) {
        predictNanos = 0;
        learnNanos = 0;
        bothNanos = 0;
        allocatedBytes = 0;
        counted = 0;
        while (spentNanos() < nanos) {
            Learner learner = fresh.get();
            for (int from = 0; from < events.size() && spentNanos() < 2 * nanos; from += BLOCK) {
                int to = Math.min(events.size(), from + BLOCK);
                block.run(learner, from, to);
                counted += to - from;
            }
        }
    }

    private long spentNanos() {
        return predictNanos + learnNanos + bothNanos;
    }

    private void inTurns(Learner learner, int from, int to) {
        long start = threads.getCurrentThreadCpuTime();
        predict(learner, from, to);
        long between = threads.getCurrentThreadCpuTime();
        learn(learner, from, to);
        learnNanos += threads.getCurrentThreadCpuTime() - between;
        predictNanos += between - start;
    }

    private void together(Learner learner, int from, int to) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        predictAndLearn(learner, from, to);
        bothNanos += threads.getCurrentThreadCpuTime() - start;
        allocatedBytes += threads.getCurrentThreadAllocatedBytes() - bytes;
    }

    private void predict(Learner learner, int from, int to) {
        if (learner instanceof Classifier classifier) {
            for (int i = from; i < to; i++) {
                classifier.predictAlone(events.x(i), scores);
                sum += scores[0];
            }
        } else if (learner instanceof Regressor regressor) {
            for (int i = from; i < to; i++) {
                sum += regressor.predict(events.x(i));
            }
        } else if (learner instanceof AnomalyDetector detector) {
            for (int i = from; i < to; i++) {
                sum += detector.score(events.x(i));
            }
        } else if (learner instanceof Clusterer clusterer) {
            for (int i = from; i < to; i++) {
                clusterer.predict(events.x(i), assignment);
                sum += assignment.cluster();
            }
        } else if (learner instanceof ContextualBandit bandit) {
            for (int i = from; i < to; i++) {
                bandit.predictAlone(events.x(i), scores, probabilities);
                sum += bandit.choose(probabilities, i);
            }
        }
    }

    private void learn(Learner learner, int from, int to) {
        if (learner instanceof Classifier classifier) {
            for (int i = from; i < to; i++) {
                classifier.learn(events.x(i), events.classOf(i), 1);
            }
        } else if (learner instanceof Regressor regressor) {
            for (int i = from; i < to; i++) {
                regressor.learn(events.x(i), events.value(i), 1);
            }
        } else if (learner instanceof AnomalyDetector detector) {
            for (int i = from; i < to; i++) {
                detector.learn(events.x(i), 1);
            }
        } else if (learner instanceof Clusterer clusterer) {
            for (int i = from; i < to; i++) {
                clusterer.learn(events.x(i), 1);
            }
        } else if (learner instanceof ContextualBandit bandit) {
            for (int i = from; i < to; i++) {
                bandit.learn(events.x(i), events.classOf(i), events.value(i), events.propensity(i), 1);
            }
        }
    }

    private void predictAndLearn(Learner learner, int from, int to) {
        if (learner instanceof Classifier classifier) {
            for (int i = from; i < to; i++) {
                classifier.predictAndLearn(events.x(i), events.classOf(i), 1, scores);
                sum += scores[0];
            }
        } else if (learner instanceof Regressor regressor) {
            for (int i = from; i < to; i++) {
                sum += regressor.predictAndLearn(events.x(i), events.value(i), 1);
            }
        } else if (learner instanceof AnomalyDetector detector) {
            for (int i = from; i < to; i++) {
                sum += detector.scoreAndLearn(events.x(i), 1);
            }
        } else {
            for (int i = from; i < to; i++) {
                predict(learner, i, i + 1);
                learn(learner, i, i + 1);
            }
        }
    }
}
