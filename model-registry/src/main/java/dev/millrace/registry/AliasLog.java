package dev.millrace.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.DurableFiles;
import dev.millrace.registry.durable.SealedJson;
import dev.millrace.stream.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The log of alias moves: a line of JSON for each, appended and forced. A line that a crash tore, and all after the last move
 * that came about, are not read and are cut off by the next append. Threading: as {@link AliasBook}.
 */
final class AliasLog {
    private final DurableFiles files;
    private final Path file;

    /** @param end offset after the last line that counts */
    private record Lines(List<AliasMove> moves, long end) {}

    AliasLog(DurableFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    List<AliasMove> read(long lastSequence) throws IOException {
        return lines(lastSequence).moves;
    }

    void append(AliasMove move) throws IOException {
        Lines before = lines(move.sequence() - 1);
        byte[] json = SealedJson.json(out -> {
            out.writeStartObject();
            out.writeNumberField("sequence", move.sequence());
            out.writeStringField("alias", move.alias());
            out.writeNumberField("from", move.from());
            out.writeNumberField("to", move.to());
            out.writeNumberField("at", move.atMillis());
            out.writeStringField("who", move.who());
            out.writeStringField("why", move.why());
            out.writeEndObject();
        });
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        boolean isNew = !files.storage().exists(file);
        try (Storage.StorageFile log =
                isNew ? files.storage().create(file) : files.storage().open(file)) {
            if (log.size() > before.end) {
                log.truncate(before.end);
            }
            log.write(ByteBuffer.wrap(line), before.end);
            log.force();
        }
        if (isNew) {
            files.storage().forceDirectory(file.getParent());
        }
    }

    private Lines lines(long lastSequence) throws IOException {
        byte[] bytes;
        try {
            bytes = files.storage().read(file);
        } catch (NoSuchFileException e) {
            return new Lines(List.of(), 0); // nobody has moved one yet
        }
        List<AliasMove> moves = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                AliasMove move = parse(Arrays.copyOfRange(bytes, start, end));
                if (move == null || move.sequence() > lastSequence) {
                    break;
                }
                moves.add(move);
                start = end + 1;
            }
        }
        return new Lines(moves, start);
    }

    /** A move, or null if the line is not one: what a crash tore. */
    private AliasMove parse(byte[] line) {
        JsonNode json;
        try {
            json = SealedJson.parse(file, line);
        } catch (Damaged e) {
            return null; // the caller stops reading here, which is what this means
        }
        if (!json.path("sequence").isIntegralNumber()) {
            return null;
        }
        return new AliasMove(
                json.path("sequence").asLong(),
                json.path("alias").asText(),
                json.path("from").asLong(),
                json.path("to").asLong(),
                json.path("at").asLong(),
                json.path("who").asText(),
                json.path("why").asText());
    }
}
