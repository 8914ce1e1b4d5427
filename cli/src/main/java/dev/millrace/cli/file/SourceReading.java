package dev.millrace.cli.file;

import dev.millrace.cli.file.SourceSpec.Generator;
import dev.millrace.cli.file.YamlNode.Mapping;
import dev.millrace.cli.file.YamlNode.Scalar;
import dev.millrace.datasets.generator.GeneratedStream;
import dev.millrace.stream.event.DateForm;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.source.CsvFormat;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code source}: one source or a list of them, read one after the other. */
final class SourceReading {
    /** The kinds of sources and the keys that go with each. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "file", List.of("file", "format", "delimiter", "zone", "decimal", "dates"),
            "dataset", List.of("dataset"),
            "generator", List.of("generator", "settings", "seed", "rows", "rate", "history", "labels"),
            "journal", List.of("journal"),
            "http", List.of("http"));

    private static final List<String> NAMES = List.of("file", "dataset", "generator", "journal", "http");
    private static final List<String> NOT_AVAILABLE = List.of("kafka", "jdbc", "socket", "memory");

    private static final List<String> FORMATS = List.of("csv", "ndjson", "arff", "libsvm", "vw");

    private static final List<String> DATES =
            Stream.of(DateForm.values()).map(DateForm::word).toList();

    private final Places places;
    private final Path folder;

    /** @param folder that paths are relative to */
    SourceReading(Places places, Path folder) {
        this.places = places;
        this.folder = folder;
    }

    List<SourceSpec> read(Section file) {
        List<SourceSpec> sources = new ArrayList<>();
        List<YamlNode> items = PipelineReader.items(file.node("source"));
        for (int i = 0; i < items.size(); i++) {
            sources.add(source(items.get(i), items.size() == 1 ? "source" : "source." + i));
        }
        if (sources.isEmpty()) {
            throw file.mistake("source", "is an empty list; name at least one source");
        }
        return sources;
    }

    private SourceSpec source(YamlNode node, String path) {
        if (node instanceof Scalar scalar && !scalar.empty()) {
            return shorthand(scalar, path);
        }
        String kind = kind(node, path);
        Section section = new Section(places, node, path, KINDS.get(kind));
        return section.build(() -> switch (kind) {
            case "file" -> file(section, folder);
            case "dataset" -> new SourceSpec.Dataset(section.text("dataset"));
            case "generator" -> generator(section);
            case "journal" -> new SourceSpec.Journal(section.text("journal"));
            default -> http(section);
        });
    }

    /** {@code source: http}, or the path of a file. */
    private SourceSpec shorthand(Scalar scalar, String path) {
        places.add(path, scalar.place());
        String text = scalar.text();
        if (text.equals("http")) {
            return new SourceSpec.Http();
        }
        if (NAMES.contains(text) || NOT_AVAILABLE.contains(text)) {
            throw places.mistake(
                    scalar.place(), path + ": '" + text + "' needs to be told which, as in '- file: history.csv'");
        }
        return SourceSpec.File.of(text, folder);
    }

    private String kind(YamlNode node, String path) {
        if (!(node instanceof Mapping mapping)) {
            throw places.mistake(node.place(), path + " needs keys with values, not " + node.kind());
        }
        List<String> found =
                NAMES.stream().filter(mapping.entries()::containsKey).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        mapping.entries().forEach((key, entry) -> {
            if (NOT_AVAILABLE.contains(key)) {
                throw places.mistake(
                        entry.key(),
                        "the source '" + key + "' is not available in this version; there are "
                                + String.join(", ", NAMES));
            }
            if (!NAMES.contains(key)) {
                throw places.mistake(
                        entry.key(), "unknown key '" + key + "' in " + path + NearestName.hint(key, NAMES));
            }
        });
        throw places.mistake(
                node.place(),
                path + " is one of " + String.join(", ", NAMES) + "; make a list to read several in order");
    }

    /** A file, in a section of a source or of labels. */
    static SourceSpec.File file(Section section, Path folder) {
        String path = section.text("file");
        String format = section.choice("format", SourceSpec.File.formatOf(path), FORMATS);
        SourceSpec.File found = SourceSpec.File.of(path, folder);
        char delimiter = section.value("delimiter", found.delimiter(), SourceReading::delimiter);
        ZoneId zone = section.value("zone", found.zone(), SourceReading::zone);
        if (!format.equals("csv") && (section.has("decimal") || section.has("dates"))) {
            throw section.mistake(
                    section.has("decimal") ? "decimal" : "dates",
                    "is about files of separated values (format: csv), and this one is " + format);
        }
        Optional<Character> decimal = section.has("decimal")
                ? Optional.of(section.choice("decimal", null, List.of(".", ",")).charAt(0))
                : Optional.empty();
        Optional<DateForm> dates =
                section.has("dates") ? Optional.of(dates(section.choice("dates", null, DATES))) : Optional.empty();
        return new SourceSpec.File(path, format, delimiter, zone, decimal, dates);
    }

    private static DateForm dates(String word) {
        return Stream.of(DateForm.values())
                .filter(form -> form.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static char delimiter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("is one character such as ';' or \"\\t\", got '" + text + "'");
        }
        return CsvFormat.COMMA.separator(text.charAt(0)).separator();
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time zone; write UTC or Europe/Zurich", e);
        }
    }

    private static SourceSpec generator(Section section) {
        NamedSettings named = section.value("generator", null, SourceReading::named);
        Map<String, String> settings = new LinkedHashMap<>(named.settings());
        if (section.has("settings")) {
            settings(section, named.name(), settings);
        }
        long seed = section.has("seed") ? 0 : Generator.take(settings, "seed", Generator.DEFAULT_SEED);
        seed = section.whole("seed", seed, Long.MIN_VALUE, Long.MAX_VALUE);
        long rate = section.whole("rate", Generator.DEFAULT_RATE, 0, 1_000_000_000);
        long rows = rate > 0 ? Generator.ENDLESS : Generator.DEFAULT_ROWS;
        rows = section.has("rows") ? rows : Generator.take(settings, "rows", rows);
        rows = section.whole("rows", rows, 1, Long.MAX_VALUE);
        long history = section.whole("history", Generator.DEFAULT_HISTORY, 0, Long.MAX_VALUE);
        String otherwise = named.name().equals(Generator.PAYMENTS) ? "later" : "in-rows";
        boolean later =
                section.choice("labels", otherwise, List.of("later", "in-rows")).equals("later");
        return new Generator(named.name(), settings, seed, rows, rate, history, later);
    }

    private static NamedSettings named(String text) {
        NamedSettings named = NamedSettings.parse(text, GeneratedStream.EXAMPLE);
        Generator.require(named.name());
        return named;
    }

    /** Adds what stands under {@code settings}, each refused at its own place. */
    private static void settings(Section section, String name, Map<String, String> settings) {
        Section told = section.section("settings", List.of());
        for (String key : told.keys()) {
            if (settings.put(key, told.text(key)) != null) {
                throw told.mistake(key, "stands twice, here and behind the generator's name");
            }
            if (!name.equals(Generator.PAYMENTS)) {
                try {
                    GeneratedStream.of(name, Map.of(key, told.text(key)));
                } catch (IllegalArgumentException e) {
                    throw told.mistakeAtKey(key, e.getMessage());
                }
            }
        }
    }

    private static SourceSpec http(Section section) {
        YamlNode node = section.node("http");
        if (!(node instanceof Scalar scalar && scalar.empty())) {
            Section settings = section.section("http", List.of());
            if (!settings.keys().isEmpty()) {
                throw section.mistake("http", "has no settings; write 'http: {}'");
            }
        }
        return new SourceSpec.Http();
    }
}
