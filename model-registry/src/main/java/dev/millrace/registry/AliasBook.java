package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.registry.durable.SealedJson;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The aliases of one model: a small file that is replaced atomically, and a log of who moved what, when and why. The log's
 * line is written first; a line whose move did not come about (a crash between the two) is cut off by the next move.
 * Threading: any thread reads; moves are made under the model's writing lock.
 */
final class AliasBook {
    private static final int FORMAT = 1;

    private final ModelFolder folder;
    private final Path file;
    private final AliasLog log;

    /** @param sequence of the last move */
    private record Content(long sequence, SortedMap<String, Alias> aliases) {}

    AliasBook(ModelFolder folder) {
        this.folder = folder;
        this.file = folder.folder.resolve("aliases.json");
        this.log = new AliasLog(folder.files, folder.folder.resolve("alias-log.jsonl"));
    }

    /** The stored aliases, by name. */
    SortedMap<String, Alias> aliases() throws IOException {
        return read().aliases;
    }

    /** All moves that came about, oldest first. */
    List<AliasMove> moves() throws IOException {
        return log.read(read().sequence);
    }

    /** Points an alias at a version. */
    Alias move(String name, long version, String expectedEtag, long nowMillis, String who, String why)
            throws IOException {
        Content content = read();
        Alias before = content.aliases.get(name);
        requireEtag(name, before, expectedEtag);
        List<Long> previous = new ArrayList<>();
        if (before != null) {
            previous.add(before.version());
            previous.addAll(before.previous());
        }
        List<Long> kept = previous.subList(0, Math.min(previous.size(), Alias.MOST_PREVIOUS));
        return write(content, name, before, version, kept, nowMillis, who, why);
    }

    /** Points an alias, as it was found, at the version that it had before; that is no longer among the previous. */
    Alias rollback(Alias found, long nowMillis, String who, String why) throws IOException {
        Content content = read();
        requireEtag(found.name(), content.aliases.get(found.name()), found.etag());
        List<Long> rest = found.previous().subList(1, found.previous().size());
        return write(content, found.name(), found, found.previous().get(0), rest, nowMillis, who, why);
    }

    private void requireEtag(String name, Alias current, String expectedEtag) throws AliasConflict {
        String etag = current == null ? Alias.NONE : current.etag();
        if (expectedEtag != null && !expectedEtag.equals(etag)) {
            throw new AliasConflict(
                    "alias '" + name + "' of " + folder.model + " has etag " + etag + ", not " + expectedEtag
                            + (current == null ? ": it does not exist" : ": it is at version " + current.version()),
                    etag);
        }
    }

    private Alias write(
            Content content,
            String name,
            Alias before,
            long version,
            List<Long> previous,
            long nowMillis,
            String who,
            String why)
            throws IOException {
        long sequence = content.sequence + 1;
        Alias moved = new Alias(name, version, Long.toString(sequence), nowMillis, who, why, previous);
        SortedMap<String, Alias> aliases = new TreeMap<>(content.aliases);
        aliases.put(name, moved);
        log.append(new AliasMove(sequence, name, before == null ? 0 : before.version(), version, nowMillis, who, why));
        folder.files.replace(file, toBytes(new Content(sequence, aliases)));
        return moved;
    }

    private Content read() throws IOException {
        JsonNode json;
        try {
            json = SealedJson.unseal(file, folder.storage.read(file), FORMAT);
        } catch (NoSuchFileException e) {
            return new Content(0, Collections.emptySortedMap()); // nobody has moved one yet
        }
        SortedMap<String, Alias> aliases = new TreeMap<>();
        json.path("aliases").properties().forEach(entry -> {
            JsonNode alias = entry.getValue();
            List<Long> previous = new ArrayList<>();
            alias.path("previous").forEach(version -> previous.add(version.asLong()));
            aliases.put(
                    entry.getKey(),
                    new Alias(
                            entry.getKey(),
                            alias.path("version").asLong(),
                            alias.path("etag").asText(),
                            alias.path("moved_at").asLong(),
                            alias.path("who").asText(),
                            alias.path("why").asText(),
                            previous));
        });
        return new Content(json.path("sequence").asLong(), Collections.unmodifiableSortedMap(aliases));
    }

    private static byte[] toBytes(Content content) throws IOException {
        return SealedJson.seal(FORMAT, json -> {
            json.writeStartObject();
            json.writeNumberField("sequence", content.sequence);
            json.writeObjectFieldStart("aliases");
            for (Alias alias : content.aliases.values()) {
                writeAlias(json, alias);
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeAlias(JsonGenerator json, Alias alias) throws IOException {
        json.writeObjectFieldStart(alias.name());
        json.writeNumberField("version", alias.version());
        json.writeStringField("etag", alias.etag());
        json.writeNumberField("moved_at", alias.movedAtMillis());
        json.writeStringField("who", alias.who());
        json.writeStringField("why", alias.why());
        json.writeArrayFieldStart("previous");
        for (long version : alias.previous()) {
            json.writeNumber(version);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
