package dev.millrace.serving.live;

import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.stream.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes one status of those of all partitions, merged in their order. */
final class Merging {
    private Merging() {}

    static Sample.Learning of(List<Reply.Status> partitions) {
        long events = 0;
        long learned = 0;
        long waiting = 0;
        long seen = Long.MIN_VALUE;
        long alarms = 0;
        long lastDrift = Long.MIN_VALUE;
        Metrics total = null;
        Metrics recent = null;
        SortedMap<String, Metrics> baselines = new TreeMap<>();
        List<Sample.Standing> learners = new ArrayList<>();
        for (Reply.Status status : partitions) {
            events += status.events();
            learned += status.eventsLearned();
            waiting += status.waiting();
            seen = Math.max(seen, status.eventTimeSeenMillis());
            alarms += status.driftAlarms();
            lastDrift = Math.max(lastDrift, status.lastDriftMillis());
            for (int i = 0; i < status.learners().size(); i++) {
                join(learners, i, status.learners().get(i), status.answering() == i ? 1 : 0);
            }
            total = merged(total, status.metrics());
            recent = merged(recent, status.recent());
            for (Map.Entry<String, Metrics> baseline : status.baselines().entrySet()) {
                baselines.put(baseline.getKey(), merged(baselines.get(baseline.getKey()), baseline.getValue()));
            }
        }
        return new Sample.Learning(
                events, learned, waiting, seen, total, recent, learners, baselines, alarms, lastDrift);
    }

    private static void join(List<Sample.Standing> learners, int index, Reply.Standing part, int answering) {
        if (index == learners.size()) {
            learners.add(new Sample.Standing(
                    part.name(), answering, merged(null, part.total()), merged(null, part.recent())));
            return;
        }
        Sample.Standing sum = learners.get(index);
        learners.set(
                index,
                new Sample.Standing(
                        sum.name(),
                        sum.answering() + answering,
                        merged(sum.total(), part.total()),
                        merged(sum.recent(), part.recent())));
    }

    private static Metrics merged(Metrics sum, Metrics part) {
        Metrics result = sum == null ? part.copy() : sum;
        if (sum != null) {
            result.merge(part);
        }
        return result;
    }
}
