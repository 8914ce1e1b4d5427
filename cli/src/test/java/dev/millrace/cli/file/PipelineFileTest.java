package dev.millrace.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.stream.Decide;
import dev.millrace.ml.stream.Promotion;
import dev.millrace.ml.stream.Serve;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.window.Statistic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {
    private static final String FULL = """
            pipeline: fraud
            partitions: 4
            seed: 9
            source:
              - file: history.csv
                delimiter: ";"
                zone: Europe/Zurich
              - file: more.ndjson.gz
              - dataset: electricity
              - generator: payments
                seed: 3
                rows: 500
                rate: 2000
                history: 400
                labels: in-rows
              - journal: other/journal
              - http: {}
            schema: {card: text, at: time, amount: number, merchant: text, fraud: boolean, size: integer}
            time: {field: at, out-of-order: 5s, granularity: 1s, idle-after: 0s, max-ahead: 1h}
            key: card
            features:
              amount:   {number: amount, scale: standard}
              plain:    {number: amount}
              merchant: {category: merchant, hash: 14}
              kind:     {category: merchant, max: 20}
              spend:    {window: amount, over: [1h, 24h], take: [count, mean, max], scale: standard}
              previous: {lag: amount, steps: 2}
              last:     {lag: fraud}
            label: {field: fraud, classes: {true: fraud, false: fine}, within: 30m, otherwise: fine, positive: fraud}
            weight: size
            learner: {logistic: {optimizer: sgd, rate: 0.01}}
            challengers: [naive-bayes, {logistic: {rate: 0.1}}]
            promote: {by: brier, once-in: 1000000}
            drift: {detector: adwin, on-alarm: alert}
            decide: {threshold: 30%}
            checkpoint: {every: 1s, keep: {last: 5, hourly: 2, daily: 1}}
            predictions: {file: predictions-*.ndjson}
            reports:
              spend-by-merchant: {window: {tumbling: 1m}, key: merchant, take: {spend: sum(amount), payments: count}}
              busy: {window: {sliding: 1h, every: 5m}, take: {typical: mean(amount)}, file: busy-*.ndjson}
            """;

    private static final String SMALL = """
            pipeline: small
            source: rows.csv
            label: y
            learner: naive-bayes
            """;

    private static PipelineSpec read(String text) {
        return PipelineFile.read("pipeline.yaml", text, Path.of("/folder")).spec();
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BadPipelineFile.class).hasMessage(message);
    }

    @Test
    void aLearnerMayBeMadeOfOthers() {
        String made = SMALL.replace("learner: naive-bayes\n", """
                learner:
                  weighted-majority:
                    learners: [naive-bayes, {logistic: {rate: 0.1, l2: 0.001}}, "knn:k=3,window=50", {efdt: }]
                    beta: 0.9
                """);
        assertThat(read(made).learner())
                .hasToString("weighted-majority:learners=naive-bayes+(logistic:rate=0.1,l2=0.001)+(knn:k=3,window=50)"
                        + "+efdt,beta=0.9");
        assertThat(read(SMALL.replace("naive-bayes", "{online-bagging: {base: {logistic: {rate: 0.1}}}}"))
                        .learner())
                .hasToString("online-bagging:base=(logistic:rate=0.1)");
        refused(
                SMALL.replace("naive-bayes", "{weighted-majority: {learners: [naive-bays]}}"),
                "pipeline.yaml:4:31: learner.weighted-majority.learners: learner 'weighted-majority': setting"
                        + " 'learners': no learner is named 'naive-bays'; did you mean 'naive-bayes'?");
    }

    @Test
    void everySectionIsRead() {
        PipelineSpec spec = read(FULL);
        assertThat(spec.name()).isEqualTo("fraud");
        assertThat(spec.partitions()).isEqualTo(4);
        assertThat(spec.seed()).isEqualTo(9);
        assertThat(spec.sources())
                .containsExactly(
                        new SourceSpec.File("history.csv", "csv", ';', ZoneId.of("Europe/Zurich")),
                        new SourceSpec.File("more.ndjson.gz", "ndjson", ',', ZoneOffset.UTC),
                        new SourceSpec.Dataset("electricity"),
                        new SourceSpec.Generator("payments", Map.of(), 3, 500, 2000, 400, false),
                        new SourceSpec.Journal("other/journal"),
                        new SourceSpec.Http());
        assertThat(spec.isLive()).isTrue();
        assertThat(spec.schema().entrySet())
                .extracting(Map.Entry::getKey, Map.Entry::getValue)
                .startsWith(
                        org.assertj.core.groups.Tuple.tuple("card", FieldType.TEXT),
                        org.assertj.core.groups.Tuple.tuple("at", FieldType.TIME))
                .hasSize(6);
        assertThat(spec.time()).isEqualTo(new TimeSpec(Optional.of("at"), 5_000, 1_000, 0, 3_600_000));
        assertThat(spec.key()).contains("card");
        assertThat(spec.features())
                .containsExactly(
                        new NamedFeature("amount", new FeatureSpec.Numeric("amount", Scale.STANDARD)),
                        new NamedFeature("plain", new FeatureSpec.Numeric("amount", Scale.NONE)),
                        new NamedFeature("merchant", new FeatureSpec.Hashed("merchant", 14)),
                        new NamedFeature("kind", new FeatureSpec.Category("merchant", 20)),
                        new NamedFeature(
                                "spend",
                                new FeatureSpec.Window(
                                        "amount",
                                        List.of(3_600_000L, 86_400_000L),
                                        List.of(Statistic.COUNT, Statistic.MEAN, Statistic.MAX),
                                        Scale.STANDARD)),
                        new NamedFeature("previous", new FeatureSpec.Lag("amount", 2, Scale.NONE)),
                        new NamedFeature("last", new FeatureSpec.LabelLag(1, Scale.NONE)));
        assertThat(spec.label().classes()).containsExactly(Map.entry("true", "fraud"), Map.entry("false", "fine"));
        assertThat(spec.label().withinMillis()).isEqualTo(1_800_000);
        assertThat(spec.label().otherwise()).contains("fine");
        assertThat(spec.label().positive()).contains("fraud");
        assertThat(spec.weight()).contains("size");
        assertThat(spec.learner()).hasToString("logistic:optimizer=sgd,rate=0.01");
        assertThat(spec.challengers())
                .extracting(LearnerSpec::toString)
                .containsExactly("naive-bayes", "logistic:rate=0.1");
        assertThat(spec.promotion()).contains(new Promotion(Promotion.Loss.BRIER, 1e6));
        assertThat(read(SMALL + "challengers: [logistic]\npromote: better\n").promotion())
                .contains(new Promotion(Promotion.Loss.ERROR, 100_000));
        assertThat(spec.decide()).contains(new Decide.Threshold(0.3));
        assertThat(spec.drift()).contains(new DriftSpec(new NamedSettings("adwin", Map.of()), "alert", List.of()));
        assertThat(spec.checkpoint()).isEqualTo(new CheckpointSpec(1_000, 5, 2, 1));
        assertThat(spec.predictions()).contains("predictions-*.ndjson");
        assertThat(spec.reports()).hasSize(2);
        assertThat(spec.reports().get(0).take())
                .containsEntry("spend", new ReportSpec.Take("sum", Optional.of("amount")))
                .containsEntry("payments", new ReportSpec.Take("count", Optional.empty()));
        assertThat(spec.reports().get(1).slideMillis()).isEqualTo(300_000);
    }

    @Test
    void partitionsMayAnswerAsOne() {
        for (Serve serve : Serve.values()) {
            PipelineSpec spec = read(SMALL + "serve: {partitions: " + serve.word() + "}\n");
            assertThat(spec.serve()).isEqualTo(new ServeSpec(serve, Optional.empty()));
            assertThat(read(SpecJson.write(spec)).serve()).isEqualTo(spec.serve());
        }
        for (String base : List.of("12", "champion")) {
            PipelineSpec spec = read(SMALL + "serve: {partitions: merged, base: " + base + "}\n");
            assertThat(spec.serve()).isEqualTo(ServeSpec.mergedFrom(Optional.of(base)));
            assertThat(read(SpecJson.write(spec)).serve()).isEqualTo(spec.serve());
        }
    }

    @Test
    void aBaseBelongsToWhatIsMerged() {
        assertThatThrownBy(() -> read(SMALL + "serve: {partitions: vote, base: 12}\n"))
                .isInstanceOf(BadPipelineFile.class)
                .hasMessageContaining("serve")
                .hasMessageContaining("set partitions to merged");
        assertThatThrownBy(() -> read(SMALL + "serve: {partitions: merged, base: ../x}\n"))
                .isInstanceOf(BadPipelineFile.class)
                .hasMessageContaining("number, alias or tag");
    }

    @Test
    void whatIsLeftOutHasADefault() {
        PipelineSpec spec = read(SMALL);
        assertThat(spec)
                .isEqualTo(new PipelineSpec(
                        "small",
                        1,
                        1,
                        List.of(new SourceSpec.File("rows.csv", "csv", ',', ZoneOffset.UTC)),
                        Map.of(),
                        new TimeSpec(Optional.empty(), 0, 100, 30_000, 86_400_000),
                        Optional.empty(),
                        List.of(),
                        new LabelSpec("y", Map.of(), 0, Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        new LearnerSpec("naive-bayes", Map.of()),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new CheckpointSpec(10_000, 50, 24, 30),
                        Optional.empty(),
                        List.of(),
                        ServeSpec.BY_KEY));
        PipelineSpec sections = read("""
                pipeline: p
                source: {generator: payments}
                time: at
                features: {a: {category: a}, b: {number: b}, c: {lag: c}}
                label: {field: y}
                learner: {naive-bayes: {}}
                drift: {}
                """);
        assertThat(sections.sources())
                .containsExactly(new SourceSpec.Generator("payments", Map.of(), 7, 100_000, 0, 0, true));
        assertThat(sections.time()).isEqualTo(new TimeSpec(Optional.of("at"), 0, 100, 30_000, 86_400_000));
        assertThat(sections.features())
                .containsExactly(
                        new NamedFeature("a", new FeatureSpec.Category("a", 256)),
                        new NamedFeature("b", new FeatureSpec.Numeric("b", Scale.NONE)),
                        new NamedFeature("c", new FeatureSpec.Lag("c", 1, Scale.NONE)));
        assertThat(sections.drift()).contains(new DriftSpec(new NamedSettings("adwin", Map.of()), "alert", List.of()));
    }

    @Test
    void theDefinitionReadsBackAsTheSamePipeline() {
        String keyed = SMALL + "key: card\ntime: at\n";
        for (String text : List.of(
                FULL,
                SMALL,
                keyed.replace(
                        "label: y",
                        "label: {field: y, within: 1h, from: [{file: a.tsv, key: k, time: t, known: n}, {file:"
                                + " b.ndjson, event: e, label: l}], of: {key: o, time: p, row: both}}"),
                keyed.replace(
                                "label: y",
                                "action: shown\nreward: {field: y, within: 1h, from: {file: a.csv, event: e}, of: {event:"
                                        + " o}}")
                        .replace("naive-bayes", "lin-ucb"))) {
            PipelineSpec spec = read(text);
            String definition = SpecJson.write(spec);
            assertThat(read(definition)).isEqualTo(spec);
            assertThat(SpecJson.write(read(definition))).isEqualTo(definition);
        }
    }

    @Test
    void aGeneratorIsToldHereOrThere() {
        SourceSpec.Generator sea = SourceSpec.Generator.ofRows("sea", Map.of("concepts", "1/2", "width", "50"), 500, 3);
        for (String source : List.of(
                "{generator: sea, rows: 500, seed: 3, settings: {concepts: 1/2, width: 50}}",
                "{generator: 'sea:concepts=1/2,width=50', rows: 500, seed: 3}",
                "{generator: 'sea:concepts=1/2,width=50,rows=500,seed=3'}")) {
            PipelineSpec spec = read(SMALL.replace("rows.csv", source));
            assertThat(spec.sources()).containsExactly(sea);
            assertThat(read(SpecJson.write(spec))).isEqualTo(spec);
        }
        refused(
                SMALL.replace("rows.csv", "{generator: sae}"),
                "pipeline.yaml:2:21: source.generator: no generator 'sae'; did you mean 'sea'?");
        refused(
                SMALL.replace("rows.csv", "{generator: sea, settings: {widht: 5}}"),
                "pipeline.yaml:2:37: source.settings.widht: unknown setting 'widht' of sea; did you mean 'width'?");
        refused(
                SMALL.replace("rows.csv", "{generator: sea, labels: later}"),
                "pipeline.yaml:2:9: source: labels of sea come in the rows; set labels: in-rows");
    }

    @Test
    void anUnknownKeyIsAnsweredWhereItStands() {
        refused("""
                pipeline: fraud
                source:
                  - file: history.csv
                  - http: {}
                key: card
                features:
                  amount: {number: amount}
                  merchant:
                    hash: 14
                    catgory: merchant
                """, "pipeline.yaml:10:5: unknown key 'catgory' in features.merchant; did you mean 'category'?");
        refused("pipeline: fraud\nsorce: rows.csv\n", "pipeline.yaml:2:1: unknown key 'sorce'; did you mean 'source'?");
        refused(
                SMALL + "checkpoint: {evry: 1s}\n",
                "pipeline.yaml:5:14: unknown key 'evry' in checkpoint; did you mean 'every'?");
        refused(
                SMALL.replace("rows.csv", "{fil: rows.csv}"),
                "pipeline.yaml:2:10: unknown key 'fil' in source; did you mean 'file'?");
        refused(
                SMALL.replace("rows.csv", "[{file: rows.csv, delimeter: ','}]"),
                "pipeline.yaml:2:27: unknown key 'delimeter' in source; did you mean 'delimiter'?");
    }

    @Test
    void aMissingKeyIsAnsweredWithTheSectionThatNeedsIt() {
        refused("source: rows.csv\n", "pipeline.yaml:1:1: the key 'pipeline' is missing; add 'pipeline: …'");
        refused(
                SMALL.replace("label: y", "label: {within: 5m}"),
                "pipeline.yaml:3:8: the key 'field' is missing in label");
        refused(SMALL.replace("label: y", "label:"), "pipeline.yaml:3:7: label needs one value, not nothing");
    }

    /** A section with a mistake in it, as line 5 of a good file, and the answer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "partitions: many | 5:13: partitions: needs a whole number, not 'many'",
                "partitions: 0 | 5:13: partitions: must lie between 1 and 32768, got 0",
                "seed: 1.5 | 5:7: seed: needs a whole number, not '1.5'",
                "checkpoint: {every: 1 second} | 5:21: checkpoint.every: '1 second' is not a duration; write a whole number and ms, s, m, h or d, such as 30m",
                "checkpoint: {every: 0s} | 5:13: checkpoint: 'every' is a positive duration and 'keep.last' at least 1",
                "checkpoint: [1s] | 5:13: checkpoint needs keys with values, not a list",
                "decide: {threshold: 200%} | 5:21: decide.threshold: '200%' does not lie between 0% and 100%",
                "decide: {threshold: much} | 5:21: decide.threshold: 'much' is not a fraction; write a percentage such as 5%, or 0.05",
                "decide: {threshold: 0%} | 5:9: decide: a decision threshold lies between 0 and 1, got 0.0; set decide.threshold",
                "drift: {detector: adwim} | 5:19: drift.detector: there is no drift detector 'adwim'; did you mean 'adwin'?",
                "schema: {a: nummer} | 5:13: schema.a: 'nummer' is not known here; did you mean 'number'?",
                "schema: {} | 5:9: schema: names no field; leave it out to have types inferred from files",
                "features: {a: {number: [x]}} | 5:24: features.a.number needs one value, not a list",
                "features: {a: x} | 5:15: features.a needs keys with values, such as {number: FIELD}, not 'x'",
                "features: {a: {number: x, category: y}} | 5:15: features.a is one of number, category, window, lag, difference, since, time, bins, polynomial, target, frequency, cross, text, sparse, select, forget",
                "features: {a: {category: x, hash: 40}} | 5:35: features.a.hash: must lie between 1 and 28, got 40",
                "features: {a: {category: x, hash: 4, max: 5}} | 5:43: features.a.max: is for a category with a code for each value; 'hash' has no use for it",
                "features: {a: {window: x, over: [1h, 1x], take: count}} | 5:38: features.a.over: '1x' is not a duration; write a whole number and ms, s, m, h or d, such as 30m",
                "features: {a: {window: x, over: 1h, take: median}} | 5:43: features.a.take: 'median' is not known here; did you mean 'mean'?",
                "reports: {r: {window: {tumbling: 1m, sliding: 1m}, take: {n: count}}} | 5:23: reports.r.window: is either {tumbling: 1m} or {sliding: 1h, every: 1m}",
                "reports: {r: {window: {tumbling: 1m, early: 0s}, take: {n: count}}} | 5:45: reports.r.window.early: is a positive interval, as in {tumbling: 1h, early: 10s}",
                "reports: {r: {window: {tumbling: 1m, time: wall}, take: {n: count}}} | 5:44: reports.r.window.time: is event, the time of the events, or clock, when they are processed",
                "reports: {r: {window: {tumbling: 1m}, take: {n: medain(x)}}} | 5:49: reports.r.take.n: 'medain(x)' cannot be taken; write count, sum(FIELD), mean(FIELD), min(FIELD) or max(FIELD)",
                "decide: {alert-rate: 0%} | 5:9: decide: an alert rate lies between 0 and 1, got 0.0; set decide.alert-rate",
                "decide: {cost: {miss: 2}} | 5:16: the key 'false-alarm' is missing in decide.cost",
                "decide: {threshold: 5%, alert-rate: 5%} | 5:9: decide: is one of {threshold: 30%}, {alert-rate: 5%} or {cost: {false-alarm: 1, miss: 20}}",
                "promote: always | 5:10: promote: 'always' is not known here; known are better",
                "promote: {by: luck} | 5:15: promote.by: 'luck' is not known here; known are error, brier",
                "promote: {once-in: 1} | 5:10: promote: a challenger that is no better may take over once in 2 to 1e15 events, got 1.0; set promote.once-in",
                "challengers: [naive-bays] | 5:15: challengers.0: no learner is named 'naive-bays'; did you mean 'naive-bayes'?",
                "challengers: {logistic: {rte: 1}} | 5:26: challengers.0.logistic.rte: learner 'logistic': unknown setting 'rte'; did you mean 'rate'?",
                "label: z | 5:1: the key 'label' stands here a second time; remove one",
                "key: &k card | OK",
                "key: *k | 5:6: aliases are not supported; write the value out",
            })
    void aWrongValueIsAnsweredWhereItStands(String line, String answer) {
        if (answer.equals("OK")) {
            assertThat(read(SMALL + line + "\n").key()).contains("card");
        } else {
            refused(SMALL + line + "\n", "pipeline.yaml:" + answer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{http: {}}, rows.csv] | 1:1: http never ends, so it is the last source; move it to the end",
                "[{kafka: topic}] | 2:11: the source 'kafka' is not available in this version; there are file, dataset, generator, journal, http",
                "kafka | 2:9: source: 'kafka' needs to be told which, as in '- file: history.csv'",
                "[] | 2:9: source: is an empty list; name at least one source",
                "{http: {port: 1}} | 2:16: source.http: has no settings; write 'http: {}'",
                "{generator: payments, rows: 0} | 2:37: source.rows: must lie between 1 and 9223372036854775807, got 0",
                "{file: x.csv, delimiter: ';;'} | 2:34: source.delimiter: is one character such as ';' or \"\\t\", got ';;'",
            })
    void aWrongSourceIsAnsweredWhereItStands(String source, String answer) {
        refused(SMALL.replace("rows.csv", source), "pipeline.yaml:" + answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{field: y, otherwise: a} | 3:8: label: 'otherwise' is for labels that come later; set 'within' too",
                "{field: y, classes: [a, b], positive: c} | 3:8: label: 'positive: c' is not one of the classes a, b",
                "{field: y, classes: [a]} | 3:28: label.classes: needs at least two classes",
                "{field: y, within: 30} | 3:27: label.within: '30' is not a duration; write a whole number and ms, s, m, h or d, such as 30m",
            })
    void aWrongLabelIsAnsweredWhereItStands(String label, String answer) {
        refused(SMALL.replace("label: y", "label: " + label), "pipeline.yaml:" + answer);
    }

    @Test
    void whatIsNotYamlIsSaidSo() {
        refused("", "pipeline.yaml:1:1: the file is empty; start with 'pipeline: NAME'");
        refused("- a\n- b\n", "pipeline.yaml:1:1: the file needs keys with values, not a list");
        refused(
                SMALL + "---\npipeline: two\n",
                "pipeline.yaml:6:1: a second document begins here; one file is one pipeline");
        assertThatThrownBy(() -> read("pipeline: {a: b\nsource: [\n"))
                .hasMessageStartingWith("pipeline.yaml:")
                .hasMessageContaining("this is not YAML");
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> PipelineFile.read(folder.resolve("none.yaml")))
                .hasMessage("there is no file " + folder.resolve("none.yaml") + "; give the path of a pipeline file");
        assertThatThrownBy(() -> PipelineFile.read(folder)).hasMessageContaining("is a directory, not a pipeline file");
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "pipeline: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PipelineFile.read(latin)).hasMessageContaining("is not text in UTF-8");
    }

    @Test
    void aMistakeFoundLaterIsAnsweredWhereItsPartStands() {
        PipelineFile file = PipelineFile.read("pipeline.yaml", FULL, Path.of("/folder"));
        assertThat(file.places().mistake("features.amount.number", "no such field"))
                .hasMessage("pipeline.yaml:22:22: features.amount.number: no such field");
        assertThat(file.places().mistake("features.amount.nothing", "oh"))
                .hasMessage("pipeline.yaml:22:13: features.amount.nothing: oh");
        assertThat(Places.none().mistake("label.field", "no such field")).hasMessage("no such field");
    }

    @Test
    void pathsAreRelativeToTheFile() {
        PipelineFile file = PipelineFile.read("pipeline.yaml", SMALL, Path.of("/folder"));
        assertThat(file.resolve("a/../b.csv")).isEqualTo(Path.of("/folder/b.csv"));
        assertThat(file.resolve("/c.csv")).isEqualTo(Path.of("/c.csv"));
    }

    @Test
    void theGuideNamesEveryKeyAndType() throws Exception {
        String guide = Files.readString(Path.of("..", "docs", "pipeline-file.md"));
        for (String key : PipelineReader.KEYS) {
            assertThat(guide).as("a row about " + key).contains("| `" + key + "` |");
        }
        assertThat(guide).contains(PipelineReader.TYPES.toArray(String[]::new));
        for (String source : List.of("file", "dataset", "generator", "journal", "http")) {
            assertThat(guide).contains("`- " + source + ":");
        }
        for (String feature : FeatureReading.KEYS.keySet()) {
            assertThat(guide).contains("`" + feature + "`");
        }
        assertThat(guide)
                .contains("`{field: at, out-of-order: " + Amounts.duration(TimeSpec.DEFAULT.outOfOrderMillis())
                        + ", granularity: " + Amounts.duration(TimeSpec.DEFAULT.granularityMillis())
                        + ", idle-after: " + Amounts.duration(TimeSpec.DEFAULT.idleAfterMillis())
                        + ", max-ahead: 24h}`")
                .contains("`{every: " + Amounts.duration(CheckpointSpec.DEFAULT.everyMillis()) + ", keep: {last: "
                        + CheckpointSpec.DEFAULT.keepLast() + ", hourly: " + CheckpointSpec.DEFAULT.keepHourly()
                        + ", daily: " + CheckpointSpec.DEFAULT.keepDaily() + "}}`");
    }
}
