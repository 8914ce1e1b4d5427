package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.cli.file.YamlNode.Sequence;
import dev.millrace.ml.drift.DetectionMethod;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.stream.Decide;
import dev.millrace.ml.stream.Promotion;
import dev.millrace.ml.stream.Serve;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.settings.NamedSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the sections of a pipeline file. Threading: one caller. */
final class PipelineReader {
    static final List<String> KEYS = List.of(
            "pipeline",
            "partitions",
            "seed",
            "source",
            "schema",
            "time",
            "key",
            "features",
            "label",
            "action",
            "reward",
            "weight",
            "learner",
            "challengers",
            "promote",
            "drift",
            "decide",
            "checkpoint",
            "predictions",
            "reports",
            "serve");

    static final List<String> TYPES = Stream.of(FieldType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();

    private final Places places;
    private final Path folder;

    /** @param folder that paths are relative to */
    PipelineReader(Places places, Path folder) {
        this.places = places;
        this.folder = folder;
    }

    PipelineSpec read(YamlNode root) {
        Section file = new Section(places, root, "", KEYS);
        String name = file.text("pipeline");
        int partitions = (int) file.whole("partitions", PipelineSpec.DEFAULT_PARTITIONS, 1, 32_768);
        long seed = file.whole("seed", PipelineSpec.DEFAULT_SEED, Long.MIN_VALUE, Long.MAX_VALUE);
        List<SourceSpec> sources = new SourceReading(places, folder).read(file);
        Map<String, FieldType> schema = file.has("schema") ? schema(file) : Map.of();
        TimeSpec time = file.has("time") ? time(file) : TimeSpec.DEFAULT;
        Optional<String> key = Optional.ofNullable(file.text("key", null));
        List<NamedFeature> features =
                file.has("features") ? new FeatureReading(places, LabelReading.field(file)).read(file) : List.of();
        LabelSpec label = new LabelReading(places, folder).read(file);
        Optional<String> weight = Optional.ofNullable(file.text("weight", null));
        LearnerReading learners = new LearnerReading(places, folder);
        LearnerSpec learner = learners.read(file.node("learner"), "learner");
        List<LearnerSpec> challengers = file.has("challengers") ? learners.list(file, "challengers") : List.of();
        Optional<Promotion> promotion = file.has("promote") ? Optional.of(promotion(file)) : Optional.empty();
        Optional<Decide> decide = file.has("decide") ? Optional.of(decide(file)) : Optional.empty();
        Optional<DriftSpec> drift = file.has("drift") ? Optional.of(drift(file)) : Optional.empty();
        CheckpointSpec checkpoint = file.has("checkpoint") ? checkpoint(file) : CheckpointSpec.DEFAULT;
        Optional<String> predictions = file.has("predictions")
                ? Optional.of(file.section("predictions", List.of("file")).text("file"))
                : Optional.empty();
        List<ReportSpec> reports = file.has("reports") ? reports(file) : List.of();
        ServeSpec serve = file.has("serve") ? serve(file) : ServeSpec.BY_KEY;
        return file.build(() -> new PipelineSpec(
                name,
                partitions,
                seed,
                sources,
                schema,
                time,
                key,
                features,
                label,
                weight,
                learner,
                challengers,
                promotion,
                drift,
                decide,
                checkpoint,
                predictions,
                reports,
                serve));
    }

    private static ServeSpec serve(Section file) {
        Section section = file.section("serve", List.of("partitions", "base"));
        List<String> words = Stream.of(Serve.values()).map(Serve::word).toList();
        String word = section.choice("partitions", Serve.BY_KEY.word(), words);
        Serve partitions = Serve.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
        Optional<String> base = section.has("base") ? Optional.of(section.text("base")) : Optional.empty();
        return section.build(() -> new ServeSpec(partitions, base));
    }

    private Map<String, FieldType> schema(Section file) {
        Section section = file.section("schema", List.of());
        Map<String, FieldType> types = new LinkedHashMap<>();
        for (String field : section.keys()) {
            String type = section.choice(field, null, TYPES);
            types.put(field, FieldType.valueOf(type.toUpperCase(Locale.ROOT)));
        }
        if (types.isEmpty()) {
            throw file.mistake("schema", "names no field; leave it out to have types inferred from files");
        }
        return types;
    }

    private TimeSpec time(Section file) {
        if (file.node("time") instanceof Scalar) {
            return TimeSpec.of(file.text("time"));
        }
        Section section =
                file.section("time", List.of("field", "out-of-order", "granularity", "idle-after", "max-ahead"));
        return section.build(() -> new TimeSpec(
                Optional.of(section.text("field")),
                section.durationMillis("out-of-order", TimeSpec.DEFAULT.outOfOrderMillis()),
                section.durationMillis("granularity", TimeSpec.DEFAULT.granularityMillis()),
                section.durationMillis("idle-after", TimeSpec.DEFAULT.idleAfterMillis()),
                section.durationMillis("max-ahead", TimeSpec.DEFAULT.maxAheadMillis())));
    }

    private static Promotion promotion(Section file) {
        if (file.node("promote") instanceof Scalar) {
            file.choice("promote", null, List.of("better"));
            return Promotion.BETTER;
        }
        Section section = file.section("promote", List.of("by", "once-in"));
        String by = section.choice("by", "error", List.of("error", "brier"));
        return section.build(() -> new Promotion(
                Promotion.Loss.valueOf(by.toUpperCase(Locale.ROOT)),
                section.has("once-in") ? section.number("once-in") : Promotion.ONCE_IN));
    }

    private static Decide decide(Section file) {
        Section section = file.section("decide", List.of("threshold", "alert-rate", "cost"));
        List<String> ways = section.keys();
        if (ways.size() != 1) {
            throw file.mistake(
                    "decide", "is one of {threshold: 30%}, {alert-rate: 5%} or {cost: {false-alarm: 1, miss: 20}}");
        }
        if (section.has("cost")) {
            Section cost = section.section("cost", List.of("false-alarm", "miss"));
            return cost.build(() -> Decide.ofCosts(cost.number("false-alarm"), cost.number("miss")));
        }
        return section.has("alert-rate")
                ? section.build(() -> new Decide.AlertRate(section.fraction("alert-rate", 0)))
                : section.build(() -> new Decide.Threshold(section.fraction("threshold", 0)));
    }

    private DriftSpec drift(Section file) {
        Section section = file.section("drift", List.of("detector", "on-alarm", "features"));
        NamedReading detectors = new NamedReading(
                places,
                "detector",
                "{hddm-w: {lambda: 0.05}}",
                named -> DetectionMethod.of(named.name(), named.settings()));
        NamedSettings detector = section.has("detector")
                ? detectors.read(section.node("detector"), "drift.detector")
                : DriftSpec.DEFAULT.detector();
        List<String> features = section.has("features") ? section.list("features", text -> text) : List.of();
        return section.build(() -> new DriftSpec(
                detector, section.choice("on-alarm", DriftSpec.DEFAULT.onAlarm(), DriftSpec.REACTIONS), features));
    }

    private CheckpointSpec checkpoint(Section file) {
        Section section = file.section("checkpoint", List.of("every", "keep"));
        long every = section.durationMillis("every", CheckpointSpec.DEFAULT.everyMillis());
        CheckpointSpec kept = CheckpointSpec.DEFAULT;
        if (section.has("keep")) {
            Section keep = section.section("keep", List.of("last", "hourly", "daily"));
            kept = new CheckpointSpec(
                    1,
                    (int) keep.whole("last", kept.keepLast(), 1, 1_000_000),
                    (int) keep.whole("hourly", kept.keepHourly(), 0, 1_000_000),
                    (int) keep.whole("daily", kept.keepDaily(), 0, 1_000_000));
        }
        CheckpointSpec keeps = kept;
        return section.build(() -> new CheckpointSpec(every, keeps.keepLast(), keeps.keepHourly(), keeps.keepDaily()));
    }

    private List<ReportSpec> reports(Section file) {
        Section section = file.section("reports", List.of());
        List<ReportSpec> reports = new ArrayList<>();
        for (String name : section.keys()) {
            reports.add(report(name, section.section(name, List.of("window", "key", "take", "file"))));
        }
        return reports;
    }

    private ReportSpec report(String name, Section section) {
        Section window = section.section("window", List.of("tumbling", "sliding", "every", "early", "time"));
        if (window.has("tumbling") == window.has("sliding")) {
            throw section.mistake("window", "is either {tumbling: 1m} or {sliding: 1h, every: 1m}");
        }
        long size = window.durationMillis(window.has("tumbling") ? "tumbling" : "sliding", 0);
        if (window.has("tumbling") && window.has("every")) {
            throw window.mistake("every", "is for sliding windows; tumbling ones come once per size");
        }
        if (window.has("sliding") && !window.has("every")) {
            throw section.mistake("window", "needs 'every', as in {sliding: 1h, every: 1m}");
        }
        long slide = window.durationMillis("every", size);
        long early = window.durationMillis("early", 0);
        if (window.has("early") && early == 0) {
            throw window.mistake("early", "is a positive interval, as in {tumbling: 1h, early: 10s}");
        }
        String time = window.text("time", "event");
        if (!time.equals("event") && !time.equals("clock")) {
            throw window.mistake("time", "is event, the time of the events, or clock, when they are processed");
        }
        Section take = section.section("take", List.of());
        Map<String, ReportSpec.Take> takes = new LinkedHashMap<>();
        take.keys().forEach(result -> takes.put(result, take.value(result, null, ReportSpec.Take::parse)));
        return section.build(() -> new ReportSpec(
                name,
                size,
                slide,
                early,
                time.equals("clock"),
                Optional.ofNullable(section.text("key", null)),
                takes,
                Optional.ofNullable(section.text("file", null))));
    }

    /** Items of a list, or the one value that stands for a list of one. */
    static List<YamlNode> items(YamlNode node) {
        return node instanceof Sequence sequence ? sequence.items() : List.of(node);
    }
}
