package dev.millrace.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.registry.durable.SealedJson;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names for versions that are to be kept: {@code tags.json}, replaced atomically. Threading: as {@link AliasBook}. */
final class Tags {
    private static final int FORMAT = 1;

    private final ModelFolder folder;
    private final Path file;

    Tags(ModelFolder folder) {
        this.folder = folder;
        this.file = folder.folder.resolve("tags.json");
    }

    SortedMap<String, Long> read() throws IOException {
        JsonNode json;
        try {
            json = SealedJson.unseal(file, folder.storage.read(file), FORMAT);
        } catch (NoSuchFileException e) {
            return Collections.emptySortedMap(); // nobody has set one yet
        }
        SortedMap<String, Long> tags = new TreeMap<>();
        json.properties()
                .forEach(entry -> tags.put(entry.getKey(), entry.getValue().asLong()));
        return Collections.unmodifiableSortedMap(tags);
    }

    void write(SortedMap<String, Long> tags) throws IOException {
        folder.files.replace(file, SealedJson.seal(FORMAT, json -> {
            json.writeStartObject();
            for (var tag : tags.entrySet()) {
                json.writeNumberField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }));
    }
}
