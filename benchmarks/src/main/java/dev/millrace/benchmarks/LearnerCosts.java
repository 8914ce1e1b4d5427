package dev.millrace.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.file.LearnerSpec;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.cli.plan.Trial;
import dev.millrace.datasets.Datasets;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every learner on the class path at its defaults, on a stream that suits its kind: CPU time to predict and to learn an event,
 * bytes allocated, size of its state, and how good it was. Quality and state are those of {@code evaluate} over the whole stream;
 * times those of {@link LearnerTiming} over its first events.
 */
final class LearnerCosts implements Benchmark {
    private static final int EVENTS = 20_000;
    private static final long SEED = 1;

    /**
     * Where learners of a kind are tried.
     *
     * @param name of the stream
     * @param standIn where the dataset is not to be had
     * @param quality member of what {@code evaluate} prints
     * @param qualityName as it stands in the table
     */
    private record Place(String name, String standIn, String quality, String qualityName) {}

    private static final Map<Task, Place> PLACES = new EnumMap<>(Map.of(
            Task.CLASSIFICATION, new Place("electricity", "agrawal:rows=45000", "accuracy", "accuracy"),
            Task.REGRESSION, new Place("bike-sharing", "friedman:rows=17000", "r2", "R²"),
            Task.ANOMALY, new Place("anomalies:rows=20000", "", "auc", "ROC-AUC"),
            Task.CLUSTERING, new Place("rbf:rows=20000,classes=5", "", "adjusted_rand", "adjusted Rand"),
            Task.BANDIT, new Place("bandit:rows=20000", "", "ips", "reward (IPS)")));

    private static final Place WORDS = new Place("spam-drift", "", "accuracy", "accuracy");

    /** What takes words wants words. */
    private static final Map<String, Place> OTHER_PLACES =
            Map.of("multinomial-naive-bayes", WORDS, "bernoulli-naive-bayes", WORDS);

    private final Streams streams = new Streams(Datasets.of(System.getenv()), new SystemClock(), false);

    @Override
    public String row() {
        return "learners";
    }

    @Override
    public String work() {
        return "every learner: CPU time to predict and to learn, bytes allocated, size of its state, quality";
    }

    @Override
    public List<String> parts() {
        return Learners.all().stream().map(LearnerProvider::name).toList();
    }

    @Override
    public void run(Report report, List<String> parts) throws Exception {
        Map<Place, List<String>> byPlace = new LinkedHashMap<>();
        for (Task task : Task.values()) {
            for (String name : parts) {
                if (Learners.provider(name).task() == task) {
                    byPlace.computeIfAbsent(
                                    OTHER_PLACES.getOrDefault(name, PLACES.get(task)), none -> new ArrayList<>())
                            .add(name);
                }
            }
        }
        report.note("| learner | stream | predict, ns | learn, ns | both, ns | bytes/event | state, KB | quality |");
        report.note("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (var each : byPlace.entrySet()) {
            measure(report, each.getKey(), each.getValue());
        }
    }

    private void measure(Report report, Place place, List<String> learners) throws Exception {
        String stream = isHere(place.name) ? place.name : place.standIn;
        if (stream.isEmpty()) {
            report.note("  " + String.join(", ", learners) + ": not run; " + place.name
                    + " is not here (see 'millrace datasets list')");
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(stream, "--seed", Long.toString(SEED), "--json"));
        learners.forEach(name -> arguments.addAll(List.of("--learner", name)));
        List<JsonNode> results = Evaluation.all(arguments);
        for (int i = 0; i < learners.size(); i++) {
            LearnerTiming.Cost cost = cost(stream, learners.get(i));
            JsonNode result = results.get(i);
            report.note(String.format(
                    Locale.ROOT,
                    "| `%s` | `%s` | %,.0f | %,.0f | %,.0f | %.1f | %,.1f | %s %.4f |",
                    learners.get(i),
                    stream,
                    cost.predictNanos(),
                    cost.learnNanos(),
                    cost.bothNanos(),
                    cost.bytes(),
                    result.get("state_bytes").asDouble() / 1_000,
                    place.qualityName,
                    result.get(place.quality).asDouble()));
        }
    }

    private boolean isHere(String stream) throws IOException {
        var dataset = streams.datasets().catalog().find(stream);
        return dataset.isEmpty() || streams.datasets().find(dataset.get()).isPresent();
    }

    private LearnerTiming.Cost cost(String stream, String learner) throws IOException {
        Trial.Roles roles = new Trial.Roles(null, null, null, null, List.of(), List.of(), 1, SEED);
        Blueprint blueprint = Trial.of(streams, stream, roles, List.of(learner)).blueprint(LearnerSpec.parse(learner));
        EventsAtHand events = EventsAtHand.of(blueprint, streams, EVENTS);
        ChosenLearner chosen = blueprint.learning().learner();
        return new LearnerTiming(events).of(() -> chosen.create(events.layout(), SEED));
    }
}
