package dev.millrace.serving.live;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.stream.engine.JobStatus;
import java.util.List;
import java.util.SortedMap;

/**
 * A model at one moment. Immutable.
 *
 * @param atMillis when, by the clock
 * @param version newest version, or the one that a replica answers with; 0 if none
 * @param ready whether questions are answered
 * @param learning what the learning operator says, all partitions together; null for a replica
 * @param job what the pipeline says; null for a replica
 * @param journal where its journal stands; null if it has none
 * @param traffic questions since the sample before
 * @param eventsPerSecond events taken since the sample before; labels that come later are none
 * @param newVersion whether the version is another than in the sample before
 * @param newDrift whether a drift alarm was raised since the sample before
 */
record Sample(
        long atMillis,
        long version,
        boolean ready,
        Learning learning,
        JobStatus job,
        JournalPlace journal,
        Traffic traffic,
        double eventsPerSecond,
        boolean newVersion,
        boolean newDrift) {

    /**
     * All partitions together.
     *
     * @param events events taken
     * @param eventsLearned labelled events learned
     * @param waiting events whose label has not come yet
     * @param eventTimeSeenMillis largest event time seen
     * @param total metrics since the beginning
     * @param recent metrics of the last scored predictions
     * @param learners side by side, the model's first; empty if there is one only
     * @param baselines by name, since the beginning
     * @param driftAlarms so far
     * @param lastDriftMillis event time of the last
     */
    record Learning(
            long events,
            long eventsLearned,
            long waiting,
            long eventTimeSeenMillis,
            Metrics total,
            Metrics recent,
            List<Standing> learners,
            SortedMap<String, Metrics> baselines,
            long driftAlarms,
            long lastDriftMillis) {}

    /**
     * One of several learners side by side.
     *
     * @param name with its settings
     * @param answering partitions in which it answers
     * @param total metrics since the beginning
     * @param recent metrics of the last scored predictions
     */
    record Standing(String name, int answering, Metrics total, Metrics recent) {}

    /**
     * A journal and how far it has been read.
     *
     * @param end offset after its last durable record
     * @param read offset after the last record read
     * @param restoredFrom offset at which this process began to read
     * @param endAtStart its end when this process began
     * @param refusing whether it takes no events at present
     */
    record JournalPlace(long end, long read, long restoredFrom, long endAtStart, boolean refusing) {
        long lag() {
            return Math.max(0, end - read);
        }

        /** Records that were there when this process began, and that it has read since. */
        long reread() {
            return Math.max(0, Math.min(read, endAtStart) - restoredFrom);
        }
    }

    /**
     * Questions in a second or so.
     *
     * @param requests answered since the start
     * @param perSecond since the sample before
     * @param p50Millis half of them took no longer; NaN if there were none
     * @param p99Millis all but one in a hundred took no longer; NaN if there were none
     */
    record Traffic(long requests, double perSecond, double p50Millis, double p99Millis) {}
}
