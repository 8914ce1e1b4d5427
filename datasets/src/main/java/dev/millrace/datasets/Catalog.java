package dev.millrace.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public datasets that Millrace knows by name. Threading: immutable. */
public final class Catalog {
    private static final String RESOURCE = "catalog.json";

    private final Map<String, Dataset> datasets;

    private Catalog(Map<String, Dataset> datasets) {
        this.datasets = Collections.unmodifiableMap(datasets);
    }

    /** The catalog in the jar. */
    public static Catalog load() {
        try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + RESOURCE + "; build it again");
            }
            Map<String, Dataset> datasets = new LinkedHashMap<>();
            for (JsonNode entry : new ObjectMapper().readTree(in).get("datasets")) {
                Dataset dataset = dataset(entry);
                datasets.put(dataset.name(), dataset);
            }
            return new Catalog(datasets);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalog in the jar cannot be read", e);
        }
    }

    public Collection<Dataset> all() {
        return datasets.values();
    }

    public Optional<Dataset> find(String name) {
        return Optional.ofNullable(datasets.get(name));
    }

    /** The dataset of that name; an {@link IllegalArgumentException} says which there are. */
    public Dataset get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no dataset '" + name + "'" + NearestName.hint(name, datasets.keySet())));
    }

    private static Dataset dataset(JsonNode entry) {
        Schema.Builder schema = Schema.builder();
        for (String field : texts(entry.get("fields"))) {
            int colon = field.lastIndexOf(':');
            schema.add(field.substring(0, colon), FieldType.valueOf(field.substring(colon + 1)));
        }
        List<List<String>> windows = new ArrayList<>();
        entry.path("anomalyWindows").forEach(window -> windows.add(texts(window)));
        return new Dataset(
                text(entry, "name"),
                Dataset.Task.valueOf(text(entry, "task")),
                entry.get("rows").asLong(),
                text(entry, "label"),
                classes(entry.path("classes")),
                texts(entry.path("categories")),
                texts(entry.path("leaveOut")),
                text(entry, "time"),
                text(entry, "hours"),
                text(entry, "value"),
                List.copyOf(windows),
                schema.build(),
                entry.path("order").asText(""),
                text(entry, "origin"),
                text(entry, "licence"),
                text(entry, "file"),
                entry.path("format").asText("csv"),
                text(entry, "sha256"),
                text(entry, "contentSha256"),
                text(entry, "address"),
                entry.path("addressFormat").asText("csv"));
    }

    /** A list of names, or what the file writes → what it is called. */
    private static Map<String, String> classes(JsonNode node) {
        Map<String, String> classes = new LinkedHashMap<>();
        if (node.isArray()) {
            texts(node).forEach(name -> classes.put(name, name));
        } else {
            node.properties()
                    .forEach(pair -> classes.put(pair.getKey(), pair.getValue().asText()));
        }
        return Collections.unmodifiableMap(classes);
    }

    private static String text(JsonNode entry, String key) {
        return entry.hasNonNull(key) ? entry.get(key).asText() : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return List.copyOf(texts);
    }
}
