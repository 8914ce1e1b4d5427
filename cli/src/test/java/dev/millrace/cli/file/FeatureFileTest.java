package dev.millrace.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.feature.Adjusted;
import dev.millrace.ml.feature.Clip;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Missing;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.feature.Selection;
import dev.millrace.ml.feature.TextTokens;
import dev.millrace.ml.feature.TimeParts;
import dev.millrace.stream.window.Statistic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of feature in a pipeline file. */
class FeatureFileTest {
    private static List<NamedFeature> read(String feature) {
        return spec(feature).features();
    }

    private static PipelineSpec spec(String feature) {
        String text =
                "pipeline: p\nsource: rows.csv\nlabel: y\nlearner: naive-bayes\nfeatures:\n  f: " + feature + "\n";
        return PipelineFile.read("p.yaml", text, Path.of("/folder")).spec();
    }

    static Stream<Arguments> features() {
        return Stream.of(
                Arguments.of(
                        "{number: a, scale: min-max}", FeatureSpec.number("a").scale(Scale.MIN_MAX)),
                Arguments.of(
                        "{number: a, scale: log-standard, clip: [0, inf], missing: mean, flag: true}",
                        new Adjusted(
                                FeatureSpec.number("a").scale(Scale.LOG_STANDARD),
                                new Clip(0, Double.POSITIVE_INFINITY),
                                Missing.mean().flagged())),
                Arguments.of(
                        "{number: a, missing: -1.5}", FeatureSpec.number("a").missing(Missing.constant(-1.5))),
                Arguments.of(
                        "{category: a, max: 20, expire: 7d}",
                        FeatureSpec.category("a").max(20).expire(604_800_000)),
                Arguments.of("{lag: a, missing: last}", FeatureSpec.lag("a").missing(Missing.last())),
                Arguments.of(
                        "{window: a, over: 1h, take: [std, distinct, last, rate, trend]}",
                        FeatureSpec.window("a", 3_600_000L)
                                .take(
                                        Statistic.STANDARD_DEVIATION,
                                        Statistic.DISTINCT,
                                        Statistic.LAST,
                                        Statistic.RATE,
                                        Statistic.TREND)),
                Arguments.of("{difference: a}", FeatureSpec.difference("a")),
                Arguments.of(
                        "{difference: a, per: 1s, scale: robust, missing: 0}",
                        FeatureSpec.difference("a")
                                .per(1_000)
                                .scale(Scale.ROBUST)
                                .missing(Missing.constant(0))),
                Arguments.of(
                        "{since: last-event, scale: log}",
                        FeatureSpec.sinceLastEvent().scale(Scale.LOG)),
                Arguments.of("{since: opened}", FeatureSpec.since("opened")),
                Arguments.of("{time: event-time}", FeatureSpec.eventTime()),
                Arguments.of(
                        "{time: opened, take: [month, hour], zone: Europe/Zurich, as: category}",
                        FeatureSpec.time("opened")
                                .take(TimeParts.Part.HOUR, TimeParts.Part.MONTH)
                                .in(ZoneId.of("Europe/Zurich"))
                                .as(TimeParts.As.CATEGORY)),
                Arguments.of("{bins: a, into: 5}", FeatureSpec.bins("a").into(5)),
                Arguments.of(
                        "{polynomial: [a, b], degree: 3, scale: standard}",
                        FeatureSpec.polynomial("a", "b").degree(3).scale(Scale.STANDARD)),
                Arguments.of("{target: a}", FeatureSpec.target("a")),
                Arguments.of(
                        "{target: a, smoothing: 2.5, max: 100, expire: 1h}",
                        FeatureSpec.target("a").smoothing(2.5).max(100).expire(3_600_000)),
                Arguments.of(
                        "{frequency: a, max: 100}", FeatureSpec.frequency("a").max(100)),
                Arguments.of(
                        "{cross: [a, b], hash: 12}", FeatureSpec.cross("a", "b").hash(12)),
                Arguments.of("{text: a}", FeatureSpec.text("a")),
                Arguments.of(
                        "{text: a, of: characters, from: 2, to: 4, hash: 18, weight: tf-idf}",
                        FeatureSpec.text("a")
                                .of(TextTokens.Unit.CHARACTERS)
                                .runs(2, 4)
                                .hash(18)
                                .weight(TextTokens.Weight.TF_IDF)),
                Arguments.of("{forget: 90d}", FeatureSpec.forget(90L * 86_400_000)),
                Arguments.of("{select: variance, least: 0.5}", new Selection(Selection.By.VARIANCE, 10, 0.5)),
                Arguments.of("{select: mutual-information, keep: 3}", Selection.byMutualInformation(3)));
    }

    @ParameterizedTest
    @MethodSource("features")
    void aFeatureIsReadAndItsDefinitionReadsBackTheSame(String text, FeatureSpec wanted) {
        assertThat(read(text)).containsExactly(new NamedFeature("f", wanted));
        PipelineSpec spec = spec(text);
        String definition = SpecJson.write(spec);
        assertThat(PipelineFile.read("definition", definition, Path.of("/folder"))
                        .spec())
                .isEqualTo(spec);
    }

    /** The reference shows every kind with all its keys, and the defaults that it shows are those that hold. */
    @Test
    void theReferenceSaysWhatHolds() throws Exception {
        Map<String, Set<String>> shown = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/features.md"))) {
            Matcher matcher = SHOWN.matcher(line);
            if (matcher.matches()) {
                String kind = matcher.group(2);
                List<String> keys = Pattern.compile("(?:^|, )([a-z]+): ")
                        .matcher(matcher.group(1))
                        .results()
                        .map(key -> key.group(1))
                        .toList();
                shown.computeIfAbsent(kind, each -> new TreeSet<>()).addAll(keys);
                String least = "{" + kind + ": " + matcher.group(3) + REQUIRED.getOrDefault(kind, "") + "}";
                if (!keys.contains("hash") || !kind.equals("category")) {
                    assertThat(read(least)).as(line).isEqualTo(read("{" + matcher.group(1) + "}"));
                }
            }
        }
        assertThat(shown.keySet()).containsExactlyInAnyOrderElementsOf(FeatureReading.KEYS.keySet());
        FeatureReading.KEYS.forEach(
                (kind, keys) -> assertThat(shown.get(kind)).as(kind).containsExactlyInAnyOrderElementsOf(keys));
    }

    private static final Pattern SHOWN = Pattern.compile(" {2}[a-z]+: \\{(([a-z]+): (\\[[^\\]]*]|[^,}]*).*)}");
    private static final Map<String, String> REQUIRED = Map.of("window", ", over: [1h, 24h], take: [count, mean]");

    private static void refused(String feature, String message) {
        assertThatThrownBy(() -> read(feature))
                .isInstanceOf(BadPipelineFile.class)
                .hasMessage(message);
    }

    @Test
    void mistakesAreAnsweredWhereTheyStand() {
        refused(
                "{target: a, smothing: 3}",
                "p.yaml:6:18: unknown key 'smothing' in features.f; did you mean 'smoothing'?");
        refused("{tagret: a}", "p.yaml:6:7: unknown key 'tagret' in features.f; did you mean 'target'?");
        refused(
                "{number: a, scale: standart}",
                "p.yaml:6:25: features.f.scale: 'standart' is not known here; did you mean 'standard'?");
        refused(
                "{number: a, clip: [3]}",
                "p.yaml:6:24: features.f.clip: needs two bounds, such as [0, 100] or [0, inf]");
        refused(
                "{number: a, missing: meen}",
                "p.yaml:6:27: features.f.missing: 'meen' is no number; did you mean 'mean'?");
        refused(
                "{time: a, zone: Europe/Zuric}",
                "p.yaml:6:22: features.f.zone: 'Europe/Zuric' is no time zone; write one such as Europe/Zurich, UTC or +02:00");
        refused("{bins: a, into: 1}", "p.yaml:6:6: features.f: a number is cut into 2 to 256 bins, got 1; set into");
        refused("{polynomial: a, degree: two}", "p.yaml:6:30: features.f.degree: needs a whole number, not 'two'");
        refused(
                "{category: a, hash: 4, expire: 1h}",
                "p.yaml:6:37: features.f.expire: is for a category with a code for each value; 'hash' has no use for it");
        refused(
                "{text: a, missing: 0}",
                "p.yaml:6:16: unknown key 'missing' in features.f; known are text, of, from, to, hash, weight");
    }
}
