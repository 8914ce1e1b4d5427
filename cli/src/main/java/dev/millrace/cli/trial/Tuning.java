package dev.millrace.cli.trial;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.EventSources;
import dev.millrace.cli.plan.Streams;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Searches the settings of a learner on the first tenth of a stream, and never looks at the rest. Successive halving: all
 * candidates are tried on the first ninth of that tenth, the better third of them on its first third, the better third of these
 * on all of it; each round is one pass for all, test-then-train, or one for each of several seeds whose scores are averaged. Source:
 * Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS (2016). Threading: one
 * caller.
 */
public final class Tuning {
    private static final int SHARE = 10;
    private static final int THIRD = 3;

    /** Fewer rows than this say nothing: rounds begin with as many. */
    private static final long FEWEST_ROWS = 200;

    private final Streams streams;
    private final Console console;
    private final Function<LearnerSpec, Blueprint> pipeline;
    private final TrialOptions options;

    /** @param pipeline that tries a learner */
    public Tuning(Streams streams, Console console, Function<LearnerSpec, Blueprint> pipeline, TrialOptions options) {
        this.streams = streams;
        this.console = console;
        this.pipeline = pipeline;
        this.options = options;
    }

    /**
     * What is searched.
     *
     * @param given its settings stay
     * @param ranges of settings that are drawn from these, by key
     * @param candidates to try, at most
     * @param seeds with which each is tried, 1, 2, …; with one its chance starts where that of the pipeline does
     * @param seed of the search
     */
    public record Wish(LearnerSpec given, Map<String, Range> ranges, int candidates, int seeds, long seed) {
        public Wish {
            ranges = Map.copyOf(ranges);
            if (candidates < 2 || candidates > 10_000) {
                throw new IllegalArgumentException("--candidates is 2 to 10000, got " + candidates);
            }
            if (seeds < 1 || seeds > 100) {
                throw new IllegalArgumentException("--seeds is 1 to 100, got " + seeds);
            }
        }
    }

    /**
     * A learner that was tried.
     *
     * @param scores by seed
     */
    public record Tried(LearnerSpec learner, List<Measured> scores) {
        /** What the search makes large. */
        double quality() {
            return scores.stream().mapToDouble(Measured::quality).average().orElseThrow();
        }

        /** Its {@link Measured#value}, the mean over the seeds. */
        public double value() {
            return scores.stream().mapToDouble(Measured::value).average().orElseThrow();
        }
    }

    /**
     * What was found.
     *
     * @param rows of the first tenth
     * @param candidates tried in the first round
     * @param best its scores on that tenth
     * @param given the scores of the settings that were given, on the same rows
     */
    public record Found(long rows, int candidates, Tried best, Tried given) {
        /** What the values are of, as it is named in files. */
        public String measure() {
            return best.scores().get(0).valueName();
        }

        /** Whether nothing better was found than what was given. */
        public boolean isAsGiven() {
            return best.learner().equals(given.learner());
        }

        /** Whether it is better than what was given by more than chance explains, on the rows that it was chosen by. */
        public boolean isClear() {
            for (int i = 0; i < best.scores().size(); i++) {
                if (!best.scores().get(i).against(given.scores().get(i)).excludesZero()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @throws IllegalArgumentException for a range of what is no number of the learner's, or was given */
    public static void requireRanges(LearnerSpec given, Map<String, Range> ranges) {
        new SettingsSearch(given, ranges, 0);
    }

    /** @throws IllegalArgumentException if the first tenth cannot tell settings apart */
    public Found search(Wish wish) throws IOException {
        Blueprint blueprint = pipeline.apply(wish.given());
        long all =
                FirstRecords.count(EventSources.open(blueprint, streams, null).first());
        long tenth = Math.max(1, all / SHARE);
        List<LearnerSpec> left =
                new SettingsSearch(wish.given(), wish.ranges(), wish.seed()).candidates(wish.candidates());
        int candidates = left.size();
        boolean finds = Learners.provider(wish.given().name()).task() == Task.ANOMALY;
        if (finds) {
            requireAnomalies(wish, tenth);
        }
        for (long rows = tenth / (THIRD * THIRD); ; rows *= THIRD) {
            boolean last = rows * THIRD > tenth;
            if (rows >= FEWEST_ROWS || last) {
                List<Tried> tried = run(left, last ? tenth : rows, wish.seeds());
                if (last) {
                    return found(tried, tenth, candidates);
                }
                if (!Double.isNaN(tried.get(0).quality())) { // no anomaly yet: all go on
                    left = better(tried);
                }
            }
        }
    }

    private void requireAnomalies(Wish wish, long tenth) throws IOException {
        if (Double.isNaN(run(List.of(wish.given()), tenth, 1).get(0).quality())) {
            throw new IllegalArgumentException(
                    "among the first " + tenth + " rows, a tenth of the stream, no label tells"
                            + " anomalies from the rest, so nothing tells which settings of '"
                            + wish.given().name() + "' are better; choose them by hand");
        }
    }

    private List<Tried> run(List<LearnerSpec> learners, long rows, int seeds) throws IOException {
        List<List<Measured>> scores = new ArrayList<>();
        learners.forEach(learner -> scores.add(new ArrayList<>()));
        for (int seed = 1; seed <= seeds; seed++) {
            List<Entrant> entrants = new ArrayList<>();
            for (LearnerSpec learner : learners) {
                LearnerSpec seeded = seeds == 1 ? learner : seeded(learner, seed);
                entrants.add(new Entrant(seeded.toString(), pipeline.apply(seeded)));
            }
            List<Result> results = new Comparison(streams, console, options.rows(rows)).run(entrants);
            for (int i = 0; i < results.size(); i++) {
                scores.get(i).add(results.get(i).measured());
            }
        }
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < learners.size(); i++) {
            tried.add(new Tried(learners.get(i), scores.get(i)));
        }
        return tried;
    }

    private static LearnerSpec seeded(LearnerSpec learner, int seed) {
        Map<String, String> settings = new LinkedHashMap<>(learner.settings());
        settings.put(Learners.SEED, Integer.toString(seed));
        return new LearnerSpec(learner.name(), settings);
    }

    /** The better third, and what was given, which stays the first. */
    private static List<LearnerSpec> better(List<Tried> tried) {
        LearnerSpec given = tried.get(0).learner();
        List<LearnerSpec> kept = new ArrayList<>(List.of(given));
        int most = Math.max(2, (tried.size() + THIRD - 1) / THIRD);
        for (Tried each : ordered(tried)) {
            if (!each.learner().equals(given) && kept.size() < most) {
                kept.add(each.learner());
            }
        }
        return kept;
    }

    /** Best first; of equals the one drawn first. */
    private static List<Tried> ordered(List<Tried> tried) {
        return tried.stream()
                .sorted(Comparator.comparingDouble(each -> -each.quality()))
                .toList();
    }

    private static Found found(List<Tried> tried, long rows, int candidates) {
        return new Found(rows, candidates, ordered(tried).get(0), tried.get(0));
    }
}
