package dev.millrace.cli.trial;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.ml.evaluation.Interval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Searches the settings of a learner on the first tenth of a stream, and never looks at the rest. Successive halving: all
 * candidates are tried on the first ninth of that tenth, the better third of them on its first third, the better third of these
 * on all of it; each round is one pass for all, test-then-train. Source: Jamieson and Talwalkar, "Non-stochastic best arm
 * identification and hyperparameter optimization", AISTATS (2016). Threading: one caller.
 */
public final class Tuning {
    private static final int SHARE = 10;
    private static final int THIRD = 3;

    /** Fewer rows than this say nothing: rounds begin with as many. */
    private static final long FEWEST_ROWS = 200;

    private final Streams streams;
    private final Console console;
    private final Trial trial;
    private final TrialOptions options;

    public Tuning(Streams streams, Console console, Trial trial, TrialOptions options) {
        this.streams = streams;
        this.console = console;
        this.trial = trial;
        this.options = options;
    }

    /**
     * What was found.
     *
     * @param learner the best, with its settings
     * @param rows of the first tenth
     * @param candidates tried in the first round
     * @param best its scores on that tenth
     * @param given the scores of the settings that were given, on the same rows
     */
    public record Found(LearnerSpec learner, long rows, int candidates, Result best, Result given) {
        /** How much better it is than what was given, on the rows that it was chosen by. */
        public Interval gain() {
            return best.measured().against(given.measured());
        }
    }

    /** @param most candidates to try */
    public Found search(LearnerSpec given, int most, long seed) throws IOException {
        Blueprint blueprint = trial.blueprint(given);
        long all =
                FirstRecords.count(EventSources.open(blueprint, streams, null).first());
        long tenth = Math.max(1, all / SHARE);
        List<LearnerSpec> left = new SettingsSearch(given, seed).candidates(most);
        int candidates = left.size();
        for (long rows = tenth / (THIRD * THIRD); ; rows *= THIRD) {
            boolean last = rows * THIRD > tenth;
            if (rows >= FEWEST_ROWS || last) {
                List<Result> results = run(left, last ? tenth : rows);
                if (last) {
                    return found(left, results, tenth, candidates);
                }
                left = better(left, results);
            }
        }
    }

    private List<Result> run(List<LearnerSpec> learners, long rows) throws IOException {
        List<Entrant> entrants = new ArrayList<>();
        for (LearnerSpec learner : learners) {
            entrants.add(new Entrant(learner.toString(), trial.blueprint(learner)));
        }
        return new Comparison(streams, console, options.rows(rows)).run(entrants);
    }

    /** The better third, and what was given, which stays the first. */
    private static List<LearnerSpec> better(List<LearnerSpec> learners, List<Result> results) {
        List<Integer> order = order(results);
        List<LearnerSpec> kept = new ArrayList<>(List.of(learners.get(0)));
        int most = Math.max(2, (learners.size() + THIRD - 1) / THIRD);
        for (int i : order) {
            if (i != 0 && kept.size() < most) {
                kept.add(learners.get(i));
            }
        }
        return kept;
    }

    /** Best first; of equals the one drawn first. */
    private static List<Integer> order(List<Result> results) {
        Comparator<Integer> byMean =
                Comparator.comparingDouble(i -> -results.get(i).measured().quality());
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            order.add(i);
        }
        order.sort(byMean);
        return order;
    }

    private static Found found(List<LearnerSpec> learners, List<Result> results, long rows, int candidates) {
        int best = order(results).get(0);
        return new Found(learners.get(best), rows, candidates, results.get(best), results.get(0));
    }
}
