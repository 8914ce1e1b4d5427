package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.datasets.generator.ActionWorld;
import dev.millrace.datasets.generator.GeneratedStream;
import dev.millrace.ml.evaluation.BlockSeries;
import dev.millrace.ml.evaluation.Interval;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learners;
import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bandits over logs whose truth is known: what is estimated of a policy is what it earns, and they come to earn much. */
class BanditEvaluationTest {
    private static final int NUMBERS = 5;

    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private static Layout layout() {
        Layout.Builder layout = Layout.builder();
        for (int i = 0; i < NUMBERS; i++) {
            layout.number("x" + i);
        }
        return layout.build();
    }

    private static ContextualBandit bandit(String learner, Layout layout) {
        return (ContextualBandit) Learners.parse(learner).create(layout, 3);
    }

    /** Every row is predicted before it is learned; beside the estimate stands what the policy of that moment is worth. */
    @Test
    void whatALogTellsOfALearnersPolicyIsWhatThatPolicyIsWorth() throws Exception {
        for (String logging : List.of("uniform", "softmax")) {
            GeneratedStream stream = GeneratedStream.parse("bandit:rows=20000,seed=5,logging=" + logging);
            for (String learner : List.of("lin-ucb:alpha=0.5", "lin-thompson", "epsilon-greedy", "ucb")) {
                double[] worth = new double[1];
                Interval told = replay(stream, learner, worth);
                assertThat(worth[0])
                        .as(learner + " over a log that is " + logging)
                        .isBetween(told.low() - 0.5 * told.half(), told.high() + 0.5 * told.half());
            }
        }
    }

    private static Interval replay(GeneratedStream stream, String learner, double[] worth) throws Exception {
        ActionWorld world = ActionWorld.of(stream);
        Layout layout = layout();
        ContextualBandit bandit = bandit(learner, layout);
        FeatureVector x = new FeatureVector(layout);
        BlockSeries series = new BlockSeries();
        double[] rewards = new double[world.actions()];
        double[] probabilities = new double[world.actions()];
        for (Row row : rows(stream)) {
            for (int i = 0; i < NUMBERS; i++) {
                x.numbers()[i] = row.number(i);
            }
            int action = stream.actions().indexOf(row.text(0));
            bandit.predict(x, rewards, probabilities);
            for (int a = 0; a < probabilities.length; a++) {
                worth[0] += probabilities[a]
                        * world.worth(a, x.numbers())
                        / stream.composition().rows();
            }
            double importance = probabilities[action] / row.number(NUMBERS);
            series.add(importance * row.number(NUMBERS + 1), importance, row.number(NUMBERS + 1));
            bandit.learn(x, action, row.number(NUMBERS + 1), row.number(NUMBERS), 1);
        }
        return Interval.of(List.of(series), BlockSeries.WEIGHED_REWARD);
    }

    private static List<Row> rows(GeneratedStream stream) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (SourceReader<Event> reader = stream.source().open(0, Offset.START)) {
            SourceReader.Sink<Event> sink = new SourceReader.Sink<>() {
                @Override
                public void event(Event event, long arrivalMillis) {
                    rows.add((Row) event);
                }

                @Override
                public void reject(DeadLetter letter) {
                    throw new AssertionError(letter.detail());
                }
            };
            while (reader.poll(sink, 1_000) == SourceReader.Status.READY) {
                // goes on until the stream has ended
            }
        }
        return rows;
    }

    /** Learners that act themselves: what they lose against the best policy, event by event, gets less. */
    @Test
    void regretShrinksWhereTheyAct() {
        ActionWorld world = ActionWorld.of(GeneratedStream.parse("bandit:rows=10,seed=5"));
        Layout layout = layout();
        for (String learner : List.of("lin-ucb:alpha=0.5", "lin-thompson", "epsilon-greedy:epsilon=0.05")) {
            ContextualBandit bandit = bandit(learner, layout);
            FeatureVector x = new FeatureVector(layout);
            Random64 random = new Random64(8);
            double[] rewards = new double[world.actions()];
            double[] probabilities = new double[world.actions()];
            double[] regret = new double[2];
            int events = 6_000;
            for (int n = 0; n < events; n++) {
                for (int i = 0; i < NUMBERS; i++) {
                    x.numbers()[i] = random.nextGaussian();
                }
                bandit.predict(x, rewards, probabilities);
                int action = bandit.choose(probabilities, n);
                double lost = world.worth(world.best(x.numbers()), x.numbers()) - world.worth(action, x.numbers());
                regret[n < 300 ? 0 : 1] += lost / (n < 300 ? 300 : events - 300);
                double reward = world.worth(action, x.numbers()) + 0.3 * random.nextGaussian();
                bandit.learn(x, action, reward, probabilities[action], 1);
            }
            assertThat(regret[1]).as(learner).isLessThan(0.5 * regret[0]).isLessThan(0.05);
        }
    }

    @Test
    void aLogIsComparedFromTheCommandLine() throws Exception {
        int code = cli.run(
                "evaluate",
                "bandit:rows=8000",
                "--report",
                folder.resolve("r.html").toString(),
                "--csv",
                folder.resolve("r.csv").toString());
        assertThat(code).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("reward (IPS)", "SNIPS", "doubly robust", "effective rows")
                .contains("epsilon-greedy", "lin-thompson", "ucb", "against lin-ucb")
                .contains("best-action", "logged", "uniform")
                .doesNotContain("kappa");
        assertThat(Files.readString(folder.resolve("r.html"))).contains("SNIPS over the stream", "Doubly robust");
        assertThat(Files.readString(folder.resolve("r.csv"))).contains("rmse,ips,snips,mean_reward");
    }

    @Test
    void aFilesFieldsHaveTheirRoles() throws Exception {
        StringBuilder text = new StringBuilder("hour,shown,chance,clicked\n");
        Random64 random = new Random64(2);
        for (int n = 0; n < 3_000; n++) {
            int hour = random.nextInt(24);
            int shown = random.nextInt(2);
            text.append(hour)
                    .append(',')
                    .append(shown)
                    .append(",0.5,")
                    .append(shown == hour / 12 ? 1 : 0)
                    .append('\n');
        }
        Path log = Files.writeString(folder.resolve("clicks.csv"), text);
        for (String delay : List.of("0", "50")) {
            List<String> command = new ArrayList<>(List.of(
                    "evaluate",
                    log.toString(),
                    "--learner",
                    "lin-ucb:alpha=0.5",
                    "--action",
                    "shown",
                    "--reward",
                    "clicked",
                    "--propensity",
                    "chance",
                    "--json"));
            if (!delay.equals("0")) {
                command.addAll(List.of("--delay", delay, "--slice", "hour"));
            }
            assertThat(cli.run(command.toArray(String[]::new))).as(cli.err()).isZero();
            JsonNode result = new ObjectMapper().readTree(cli.out());
            assertThat(result.get("scored").asLong()).isEqualTo(3_000);
            assertThat(result.get("snips").asDouble()).isGreaterThan(0.9);
            assertThat(result.get("ips").asDouble())
                    .isBetween(
                            result.get("ips_interval").get(0).asDouble(),
                            result.get("ips_interval").get(1).asDouble());
            assertThat(result.get("mean_reward").asDouble()).isCloseTo(0.5, within(0.03));
            assertThat(result.get("baselines").get("uniform").get("snips").asDouble())
                    .isCloseTo(0.5, within(0.05));
            assertThat(result.get("accuracy").isNull()).isTrue();
        }
        assertThat(cli.run("evaluate", log.toString(), "--learner", "ucb", "--action", "shown", "--reward", "clicked"))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).contains("Name the field with --propensity");
        assertThat(cli.run(
                        "evaluate",
                        log.toString(),
                        "--drop",
                        "chance",
                        "--learner",
                        "lin-ucb:alpha=0.5",
                        "--action",
                        "shown",
                        "--reward",
                        "clicked",
                        "--propensity",
                        "0.5",
                        "--json"))
                .as(cli.err())
                .isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).get("snips").asDouble())
                .isGreaterThan(0.9);
    }

    /** Parts of actions add up to the learner's figure, in every form. */
    @Test
    void eachActionHasItsFigures() throws Exception {
        Path csv = folder.resolve("curves.csv");
        Path report = folder.resolve("report.html");
        String[] command = {
            "evaluate",
            "bandit:rows=3000,seed=5,actions=3",
            "--learner",
            "lin-ucb:alpha=0.5",
            "--per-class",
            "--csv",
            csv.toString(),
            "--report",
            report.toString()
        };
        assertThat(cli.run(command)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("chosen", "logged", "mean reward");
        assertThat(report).content().contains("<h2>By action</h2>");
        List<String> lines = Files.readAllLines(folder.resolve("curves-actions.csv"));
        assertThat(lines.get(0)).startsWith("dataset,learner,action,chosen,logged,mean_reward,ips");
        assertThat(lines).hasSize(4);
        assertThat(cli.run("evaluate", "bandit:rows=3000,seed=5,actions=3", "--learner", "lin-ucb:alpha=0.5", "--json"))
                .as(cli.err())
                .isZero();
        JsonNode told = new ObjectMapper()
                .readTree(cli.out().strip().lines().findFirst().orElseThrow());
        double sum = 0;
        long chosen = 0;
        long logged = 0;
        for (JsonNode action : told.get("actions")) {
            sum += action.get("ips").asDouble();
            chosen += action.get("chosen").asLong();
            logged += action.get("logged").asLong();
            assertThat(action.get("ips_half").asDouble()).isPositive();
        }
        assertThat(told.get("actions")).hasSize(3);
        assertThat(sum).isCloseTo(told.get("ips").asDouble(), within(1e-9));
        assertThat(logged).isEqualTo(3000);
        assertThat(chosen).isBetween(2990L, 3000L); // nothing is chosen before an action is known
    }

    @Test
    void mistakesAreAnswered() throws Exception {
        refused("a bandit needs both --action and --reward", "bandit:rows=10", "--action", "action");
        refused("--label does not go with", "bandit:rows=10", "--label", "x1", "--action", "a", "--reward", "r");
        refused("no rows are held out", "bandit:rows=10", "--hold-out", "3");
        refused("actions are for bandits", "bandit:rows=10", "--learner", "linear");
        refused("a bandit learns from the rewards of actions", "sea:rows=10", "--learner", "lin-ucb");
        refused("no learner is named 'lin-ubc'; did you mean 'lin-ucb'?", "bandit:rows=10", "--learner", "lin-ubc");
        refused("alpha must lie between", "bandit:rows=10", "--learner", "lin-ucb:alpha=-1");
        Files.writeString(folder.resolve("rows.csv"), "x,a,r,p\n1,b,1,0.5\n");
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                pipeline: p
                source: rows.csv
                action: {field: aa, propensity: p}
                reward: r
                learner: lin-ucb
                """);
        assertThat(cli.run(
                        "run",
                        file.toString(),
                        "--registry",
                        folder.resolve("registry").toString()))
                .isNotZero();
        assertThat(cli.err()).contains("p.yaml:3:17: action.field: there is no field 'aa'; did you mean 'a'?");
    }

    private void refused(String message, String... arguments) {
        List<String> command = new ArrayList<>(List.of("evaluate"));
        command.addAll(List.of(arguments));
        assertThat(cli.run(command.toArray(String[]::new))).isNotZero();
        assertThat(cli.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void settingsAreSearchedByTheRewardTheyWouldEarn() throws Exception {
        Path out = folder.resolve("tuned.json");
        assertThat(cli.run(
                        "tune",
                        "bandit:rows=20000,noise=1",
                        "--learner",
                        "lin-ucb",
                        "--candidates",
                        "6",
                        "--out",
                        out.toString()))
                .as(cli.err())
                .isZero();
        assertThat(cli.out()).contains("reward (IPS)");
        assertThat(Files.readString(out)).contains("\"ips\"", "\"ips_as_given\"");
    }
}
