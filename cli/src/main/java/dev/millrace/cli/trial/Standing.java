package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.evaluation.PolicyBaselines;
import dev.millrace.ml.learner.LearnerProvider.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Results beside each other: who is best at each task, and what a reader should know.
 *
 * @param results in the order of the entrants
 * @param leaks what was found to give labels away
 */
public record Standing(List<Result> results, List<String> leaks) {
    /** Events of equal weight that an estimate should rest upon at least. */
    private static final double FEW_EVENTS = 100;

    public Standing {
        results = List.copyOf(results);
        leaks = List.copyOf(leaks);
    }

    /** Those of one task. */
    public List<Result> of(Task task) {
        return results.stream().filter(result -> result.task() == task).toList();
    }

    /**
     * The best at a result's task: by accuracy, by the mean absolute error, by the area under the ROC curve, by the reward that
     * inverse propensities tell, or by the agreement of clusters with labels, else by their silhouettes.
     */
    public Result best(Result result) {
        Result best = null;
        for (Result each : of(result.task())) {
            if (best == null || isBetter(each, best)) {
                best = each;
            }
        }
        return best;
    }

    private static boolean isBetter(Result one, Result other) {
        if (one.task() == Task.CLUSTERING && Double.isFinite(one.metrics().adjustedRand())) {
            return one.metrics().adjustedRand() > other.metrics().adjustedRand();
        }
        return one.task() == Task.ANOMALY
                ? one.metrics().auc() > other.metrics().auc()
                : one.measured().isBetterThan(other.measured());
    }

    /**
     * The difference to the best, paired; null for the best itself, for detectors of anomalies and clusterers, and where they
     * did not score the same events.
     */
    public Interval toBest(Result result) {
        Result best = best(result);
        return best.equals(result)
                        || result.task() == Task.ANOMALY
                        || result.task() == Task.CLUSTERING
                        || !result.measured().matches(best.measured())
                ? null
                : result.measured().against(best.measured());
    }

    /** Hints about one result. */
    public static List<String> hints(Result result) {
        List<String> hints = new ArrayList<>();
        if (result.task() != Task.ANOMALY && result.metrics().kappaT() < 0) {
            hints.add(result.entrant().name() + " is worse than repeating the last label (kappa-T < 0): consider a lag"
                    + " feature or an adaptive ensemble.");
        }
        if (result.metrics().isOfChoices() && result.metrics().count() > 0) {
            addChoiceHint(result, hints);
        }
        return hints;
    }

    private static void addChoiceHint(Result result, List<String> hints) {
        if (Double.isNaN(result.metrics().ips())) {
            hints.add("nobody knows with which probability the actions were taken: what "
                    + result.entrant().name()
                    + " would earn cannot be told. Name the field with --propensity, or action.propensity in a file.");
        } else if (result.metrics().effectiveShare() * result.metrics().count() < FEW_EVENTS) {
            hints.add("what " + result.entrant().name() + " would earn rests upon few rows, for its actions were seldom"
                    + " taken: a longer log, or one with more chance in it, tells more.");
        } else if (result.metrics().snips()
                < result.scores().baselines().get(PolicyBaselines.BEST_ACTION).snips()) {
            hints.add(result.entrant().name()
                    + " would earn less than always taking the one action that has earned most so"
                    + " far: the features tell it nothing, or it explores too much.");
        }
    }

    /** Hints about all of it. */
    public List<String> hints() {
        List<String> hints = new ArrayList<>(leaks);
        results.forEach(result -> hints.addAll(hints(result)));
        return hints;
    }
}
