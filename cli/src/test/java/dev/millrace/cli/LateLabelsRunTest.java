package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.run.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.StoredCheckpoint;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels from a file of their own, and labels in later rows: run, restarted, replayed and evaluated. */
class LateLabelsRunTest {
    private static final int ROWS = 4_000;
    private static final int PARTITIONS = 4;

    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private static String key(int row) {
        return "k" + row * 31 % 23;
    }

    private static int x(int row) {
        return row * 7919 % 100;
    }

    private static long at(int row) {
        return 1_000_000 + row / 2 * 1_000L;
    }

    private static String label(int row) {
        return x(row) < 50 ? "low" : "high";
    }

    private void events() throws IOException {
        StringBuilder text = new StringBuilder("at,who,x\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(at(i))
                    .append(',')
                    .append(key(i))
                    .append(',')
                    .append(x(i))
                    .append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), text);
    }

    private void labelsByKey() throws IOException {
        StringBuilder text = new StringBuilder("who,when,note,class,told\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(key(i))
                    .append(',')
                    .append(at(i))
                    .append(",-,")
                    .append(label(i))
                    .append(',');
            text.append(at(i) + 20_000).append('\n');
        }
        Files.writeString(folder.resolve("labels.csv"), text);
    }

    private void labelsById() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            EventId id = new EventId(0, 0, i, key(i).hashCode());
            text.append("{\"event\":\"").append(id).append("\",\"class\":\"").append(label(i));
            text.append("\",\"told\":").append(at(i) + 20_000).append("}\n");
        }
        Files.writeString(folder.resolve("labels.ndjson"), text);
    }

    private String pipeline(String label) throws IOException {
        String text = """
                pipeline: late
                partitions: 4
                source: rows.csv
                time: at
                key: who
                schema: {at: time}
                features: {x: {number: x}, last: {lag: class}}
                learner: naive-bayes
                checkpoint: {every: 10ms}
                label: """ + " " + label + "\n";
        return Files.writeString(folder.resolve("late.yaml"), text).toString();
    }

    private static final String BY_KEY = "{field: class, classes: [low, high], within: 1h,"
            + " from: {file: labels.csv, key: who, time: when, known: told}}";
    private static final String BY_ID = "{field: class, classes: [low, high], within: 1h,"
            + " from: [{file: labels.ndjson, event: event, known: told}]}";

    private String run(String file, String name, String... more) {
        String registry = folder.resolve(name).toString();
        String[] arguments = new String[4 + more.length];
        arguments[0] = "run";
        arguments[1] = file;
        arguments[2] = "--registry";
        arguments[3] = registry;
        System.arraycopy(more, 0, arguments, 4, more.length);
        assertThat(cli.run(arguments)).as(cli.err()).isZero();
        return cli.out();
    }

    private StoredCheckpoint newest(String name) throws IOException {
        try (Registry registry = Registries.forReading(folder.resolve(name), new SystemClock())) {
            return registry.newest("late").orElseThrow();
        }
    }

    private SortedMap<String, byte[]> state(String name) throws IOException {
        SortedMap<String, byte[]> state = new TreeMap<>();
        try (Registry registry = Registries.forReading(folder.resolve(name), new SystemClock())) {
            StoredCheckpoint version = registry.newest("late").orElseThrow();
            for (int p = 0; p < PARTITIONS; p++) {
                int partition = p;
                version.chunks(new PartKey(Blueprint.LEARN, p))
                        .forEach((chunk, bytes) -> state.put(partition + "/" + chunk, bytes));
            }
        }
        return state;
    }

    private static void assertEqual(SortedMap<String, byte[]> found, SortedMap<String, byte[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet()).isNotEmpty();
        expected.forEach(
                (chunk, bytes) -> assertThat(found.get(chunk)).as(chunk).isEqualTo(bytes));
    }

    private long learned(String name) throws IOException {
        StoredCheckpoint version = newest(name);
        long learned = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            learned += ((Number) version.facts(new PartKey(Blueprint.LEARN, p)).get("eventsLearned")).longValue();
        }
        return learned;
    }

    @Test
    void anyNumberOfWorkersLearnsTheSameBytesFromEventsAndLabels() throws Exception {
        events();
        labelsByKey();
        String file = pipeline(BY_KEY);
        assertThat(run(file, "one", "--workers", "1")).contains("8,000 records").doesNotContain("dead letters");
        assertThat(run(file, "two", "--workers", "2")).contains("8,000 records").doesNotContain("dead letters");
        assertThat(learned("one")).isEqualTo(ROWS);
        assertEqual(state("two"), state("one"));
        assertThat(run(file, "one")).contains("goes on from late@");
        assertEqual(state("two"), state("one"));
    }

    @Test
    void namingIdsTeachesWhatNamingKeysTeaches() throws Exception {
        events();
        labelsByKey();
        labelsById();
        run(pipeline(BY_KEY), "keys");
        run(pipeline(BY_ID), "ids");
        assertEqual(state("ids"), state("keys"));
    }

    @Test
    void everyVersionIsReproduced() throws Exception {
        events();
        labelsByKey();
        run(pipeline(BY_KEY), "registry");
        long last = newest("registry").version();
        String registry = folder.resolve("registry").toString();
        for (long from = 0; from < last; from += Math.max(1, last / 4)) {
            int code = cli.run(
                    "replay", "late", "--from", "" + from, "--to", "" + last, "--verify", "--registry", registry);
            assertThat(code).as(cli.out() + cli.err()).isZero();
            assertThat(cli.out()).contains("every chunk equal");
        }
        if (last > 1) {
            int code = cli.run("replay", "late", "--from", "0", "--to", "1", "--verify", "--registry", registry);
            assertThat(code).as(cli.out() + cli.err()).isZero();
        }
    }

    @Test
    void anEvaluationSeesWhatAProductionRunSees() throws Exception {
        events();
        labelsByKey();
        String file = pipeline(BY_KEY);
        run(file, "registry");
        StoredCheckpoint version = newest("registry");
        assertThat(cli.run("evaluate", "--pipeline", file, "--json"))
                .as(cli.err())
                .isZero();
        long scored = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            var metrics = (java.util.Map<?, ?>)
                    version.facts(new PartKey(Blueprint.LEARN, p)).get("metrics");
            scored += ((Number) metrics.get("count")).longValue();
        }
        assertThat(cli.out()).contains("\"count\":" + scored);
        assertThat(cli.run("evaluate", "--pipeline", file, "--delay", "5")).isEqualTo(2);
        assertThat(cli.err()).contains("leave --delay and --hold-out away");
    }

    @Test
    void labelsThatFitNothingAreDeadLettersAndTheOthersAreLearned() throws Exception {
        events();
        labelsByKey();
        Path labels = folder.resolve("labels.csv");
        Files.writeString(labels, Files.readString(labels) + """
                k0,77,-,low,99999999
                k0,,-,low,99999999
                """);
        assertThat(run(pipeline(BY_KEY), "registry")).contains("2 dead letters");
        assertThat(learned("registry")).isEqualTo(ROWS);
        assertThat(Files.readString(folder.resolve("registry/late/dead-letters.ndjson")))
                .contains("key 'k0' at 1970-01-01T00:00:00.077Z")
                .contains("it does not say whose label it is: a value of who and when is missing");
    }

    @Test
    void aLaterRowIsTheLabelOfAnEarlierEvent() throws Exception {
        later(false);
        String label = "{field: class, classes: [low, high], within: 1h, of: {key: of, time: then}}";
        assertThat(run(pipeline(label), "one", "--workers", "1")).doesNotContain("dead letters");
        assertThat(learned("one")).isEqualTo(ROWS);
        run(pipeline(label), "two", "--workers", "2");
        assertEqual(state("two"), state("one"));
        assertThat(newest("one").facts(new PartKey(Blueprint.LEARN, 0)).get("events"))
                .isNotEqualTo(0L);
        assertThat(cli.run("evaluate", "--pipeline", pipeline(label)))
                .as(cli.err())
                .isZero();
    }

    @Test
    void orItIsAnEventAndALabelAtOnce() throws Exception {
        later(true);
        String label = "{field: class, classes: [low, high], within: 1h, of: {key: of, time: then, row: both}}";
        assertThat(run(pipeline(label), "registry")).doesNotContain("dead letters");
        assertThat(learned("registry")).isEqualTo(ROWS - 50);
        int code = cli.run(
                "replay",
                "late",
                "--from",
                "0",
                "--to",
                "" + newest("registry").version(),
                "--verify",
                "--registry",
                folder.resolve("registry").toString());
        assertThat(code).as(cli.out() + cli.err()).isZero();
    }

    /** The label of each event stands in the row fifty rows on, or in one of its own there. */
    private void later(boolean both) throws IOException {
        StringBuilder text = new StringBuilder("at,who,x,class,of,then\n");
        for (int i = 0; i < ROWS + (both ? 0 : 50); i++) {
            String about = i < 50 ? ",,," : "," + label(i - 50) + "," + key(i - 50) + "," + at(i - 50);
            if (both) {
                text.append(at(i))
                        .append(',')
                        .append(key(i))
                        .append(',')
                        .append(x(i))
                        .append(about)
                        .append('\n');
            } else {
                if (i < ROWS) {
                    text.append(at(i))
                            .append(',')
                            .append(key(i))
                            .append(',')
                            .append(x(i))
                            .append(",,,\n");
                }
                if (i >= 50) {
                    text.append(at(i)).append(",,").append(about).append('\n');
                }
            }
        }
        Files.writeString(folder.resolve("rows.csv"), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{field: class, from: {file: labels.csv, key: who, time: when}} | 10:29: label.from: these labels come after their events; say how long one is waited for with 'within'",
                "{field: class, within: 1h, from: {file: labels.csv, key: woh, time: when}} | label.from.key: the file has no column 'woh'; did you mean 'who'?",
                "{field: class, within: 1h, from: {file: labels.csv, key: who, time: when, label: clas}} | label.from.label: the file has no column 'clas'; did you mean 'class'?",
                "{field: class, within: 1h, from: {file: labels.csv, key: who}} | label.from: the event of a label is named by its key and its time together; set 'time' too",
                "{field: class, within: 1h, from: {file: labels.csv}} | label.from: a label names its event by 'event'",
                "{field: class, within: 1h, from: {file: labels.csv, event: note, key: who, time: when}} | not by both",
                "{field: class, within: 1h, from: {file: labels.arff, event: note}} | label.from: labels come from files in csv or ndjson, got arff",
                "{field: class, within: 1h, from: {fil: labels.csv}} | unknown key 'fil' in label.from; did you mean 'file'?",
                "{field: class, within: 1h, from: []} | label.from: is an empty list; name at least one file",
                "{field: x, within: 1h, of: {key: whom, time: at}} | label.of.key: there is no field 'whom'; did you mean 'who'?",
                "{field: x, within: 1h, of: {key: who, time: at, row: event}} | label.of.row: 'event' is not known here; known are label, both",
                "{field: x, of: {event: who}} | label.of: these labels come after their events",
            })
    void aMistakeIsAnsweredWhereItStands(String label, String answer) throws Exception {
        events();
        labelsByKey();
        String file = pipeline(label);
        assertThat(cli.run("run", file, "--registry", folder.resolve("r").toString()))
                .isNotZero();
        assertThat(cli.err()).contains(answer).doesNotContain("\tat ");
    }

    @Test
    void labelsByKeyNeedAKeyAndATime() throws Exception {
        events();
        labelsByKey();
        for (String part : List.of("key", "time")) {
            String file = pipeline(BY_KEY);
            String text = Files.readString(Path.of(file)).replaceAll("(?m)^" + part + ": .*\\R", "");
            Files.writeString(Path.of(file), text);
            assertThat(cli.run("run", file, "--registry", folder.resolve("r").toString()))
                    .isNotZero();
            assertThat(cli.err())
                    .contains("label.from." + part + ": labels find their events by key and time, but the pipeline has"
                            + " no '" + part + "'");
        }
    }
}
