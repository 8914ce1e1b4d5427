package dev.millrace.cli.trial;

import dev.millrace.ml.evaluation.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Results beside each other: who is best at each task, and what a reader should know.
 *
 * @param results in the order of the entrants
 * @param leaks what was found to give labels away
 */
public record Standing(List<Result> results, List<String> leaks) {
    public Standing {
        results = List.copyOf(results);
        leaks = List.copyOf(leaks);
    }

    /** Those of one task. */
    public List<Result> of(boolean regression) {
        return results.stream()
                .filter(result -> result.metrics().isRegression() == regression)
                .toList();
    }

    /** The best at a result's task: by accuracy, or by the mean absolute error. */
    public Result best(Result result) {
        Result best = null;
        for (Result each : of(result.metrics().isRegression())) {
            if (best == null || each.measured().isBetterThan(best.measured())) {
                best = each;
            }
        }
        return best;
    }

    /** The difference to the best, paired; null for the best itself, and where they did not score the same events. */
    public Interval toBest(Result result) {
        Result best = best(result);
        return best.equals(result) || !result.measured().matches(best.measured())
                ? null
                : result.measured().against(best.measured());
    }

    /** Hints about one result. */
    public static List<String> hints(Result result) {
        List<String> hints = new ArrayList<>();
        if (result.metrics().kappaT() < 0) {
            hints.add(result.entrant().name() + " is worse than repeating the last label (kappa-T < 0): consider a lag"
                    + " feature or an adaptive ensemble.");
        }
        return hints;
    }

    /** Hints about all of it. */
    public List<String> hints() {
        List<String> hints = new ArrayList<>(leaks);
        results.forEach(result -> hints.addAll(hints(result)));
        return hints;
    }
}
