package dev.millrace.cli.run;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.stream.Question;
import dev.millrace.ml.stream.Reply;
import dev.millrace.stream.engine.Job;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * How all partitions of a model are doing, together.
 *
 * @param events events taken, labelled or not
 * @param eventsLearned labelled events learned
 * @param waiting events whose label has not come yet
 * @param metrics of the model, over everything
 * @param learners how learners side by side do, the model's first; empty if there is one only
 * @param baselines by name
 * @param driftAlarms alarms so far
 * @param lastDriftMillis event time of the last alarm, or {@link Timestamps#NONE}
 */
public record Scores(
        long events,
        long eventsLearned,
        long waiting,
        Metrics metrics,
        List<Standing> learners,
        Map<String, Metrics> baselines,
        long driftAlarms,
        long lastDriftMillis) {

    /**
     * One of several learners side by side.
     *
     * @param name with its settings
     * @param answering partitions in which it answers
     * @param metrics of its own predictions, over everything
     */
    public record Standing(String name, int answering, Metrics metrics) {}

    /** Asks every partition; completes when all have answered. */
    public static CompletableFuture<Scores> of(Job job, int partitions) {
        List<CompletableFuture<Reply.Status>> answers = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            answers.add(job.askPartition(Blueprint.LEARN, p, new Question.Status()));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all ->
                        merge(answers.stream().map(CompletableFuture::join).toList()));
    }

    /** What all partitions have said, together. */
    public static Scores of(List<Reply.Status> partitions) {
        return merge(partitions);
    }

    private static Scores merge(List<Reply.Status> partitions) {
        long events = 0;
        long learned = 0;
        long waiting = 0;
        long alarms = 0;
        long lastDrift = Timestamps.NONE;
        for (Reply.Status status : partitions) {
            events += status.events();
            learned += status.eventsLearned();
            waiting += status.waiting();
            alarms += status.driftAlarms();
            lastDrift = Math.max(lastDrift, status.lastDriftMillis());
        }
        List<Standing> learners = new ArrayList<>();
        for (int i = 0; i < partitions.get(0).learners().size(); i++) {
            int index = i;
            learners.add(new Standing(
                    partitions.get(0).learners().get(i).name(),
                    (int) partitions.stream()
                            .filter(status -> status.answering() == index)
                            .count(),
                    merged(partitions.stream()
                            .map(status -> status.learners().get(index).total())
                            .toList())));
        }
        Map<String, Metrics> baselines = new TreeMap<>();
        for (String name : partitions.get(0).baselines().keySet()) {
            baselines.put(
                    name,
                    merged(partitions.stream()
                            .map(status -> status.baselines().get(name))
                            .toList()));
        }
        Metrics metrics = merged(partitions.stream().map(Reply.Status::metrics).toList());
        return new Scores(events, learned, waiting, metrics, learners, baselines, alarms, lastDrift);
    }

    private static Metrics merged(List<Metrics> parts) {
        Metrics sum = parts.get(0).copy();
        parts.subList(1, parts.size()).forEach(sum::merge);
        return sum;
    }
}
