package dev.millrace.cli.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stream.DeadLetter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The refused records of a pipeline, one line of JSON each. What a restart reads and refuses once more is not written
 * once more: a letter is known by its source, partition, offset and cause. Threading: any thread, one at a time.
 */
final class DeadLetterFile implements Consumer<DeadLetter>, AutoCloseable {
    /** How much of the file's end is looked at for letters that a restart may repeat. */
    private static final long LOOK_BACK_BYTES = 32L << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final Set<String> known = new HashSet<>();
    private FileChannel channel;
    private boolean closed;

    DeadLetterFile(Path path) throws IOException {
        this.path = path;
        if (Files.exists(path)) {
            readKnown();
        }
    }

    private void readKnown() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            long from = Math.max(0, in.size() - LOOK_BACK_BYTES);
            in.position(from);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(in), StandardCharsets.UTF_8));
            if (from > 0) {
                lines.readLine(); // the rest of a line
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode letter = parsed(mapper, line);
                if (letter != null) {
                    known.add(identity(
                            letter.path("source").asText(),
                            letter.path("partition").asInt(),
                            letter.path("offset").asLong(),
                            letter.path("cause").asText()));
                }
            }
        }
    }

    /** Null for a line that a crash tore. */
    private static JsonNode parsed(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            return null;
        }
    }

    private static String identity(String source, int partition, long offset, String cause) {
        return source + '\n' + partition + '\n' + offset + '\n' + cause;
    }

    @Override
    public synchronized void accept(DeadLetter letter) {
        boolean placed = letter.offset() >= 0;
        String identity = identity(letter.source(), letter.sourcePartition(), letter.offset(), letter.cause());
        if (closed || placed && known.contains(identity)) {
            return;
        }
        try {
            if (channel == null) {
                open();
            }
            ByteBuffer line = ByteBuffer.wrap(line(letter));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + path + " failed: " + e.getMessage(), e);
        }
    }

    private void open() throws IOException {
        Files.createDirectories(path.getParent());
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        while (end > 0) {
            channel.read(last.clear(), end - 1);
            if (last.get(0) == '\n') {
                break;
            }
            end--; // a line that a crash tore
        }
        channel.truncate(end);
        channel.position(end);
    }

    private static byte[] line(DeadLetter letter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(200);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("source", letter.source());
            out.writeNumberField("partition", letter.sourcePartition());
            out.writeNumberField("offset", letter.offset());
            out.writeStringField("cause", letter.cause());
            out.writeStringField("detail", letter.detail());
            out.writeStringField("payload", letter.payload());
            out.writeEndObject();
            out.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
