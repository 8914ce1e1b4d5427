package dev.millrace.registry.durable;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One JSON document in a file, with its format's number in front and, at its end, the SHA-256 of all bytes before: a
 * file that is torn, or has one changed bit, is known as such.
 *
 * <pre>{@code
 * {"format":1,
 * "content":{…},
 * "sha256":"…64 digits…"}
 * }</pre>
 */
public final class SealedJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SEAL_START = ",\n\"sha256\":\"";
    private static final String SEAL_END = "\"}\n";
    private static final int SEAL_BYTES = SEAL_START.length() + 2 * Sha256.BYTES + SEAL_END.length();

    private SealedJson() {}

    /** Writes one JSON value. */
    public interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** The file's bytes. The same content gives the same bytes. */
    public static byte[] seal(int format, Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        out.write(ascii("{\"format\":" + format + ",\n\"content\":"));
        out.write(json(content));
        byte[] body = out.toByteArray();
        out.write(ascii(SEAL_START + Sha256.of(body).hex() + SEAL_END));
        return out.toByteArray();
    }

    /** A JSON value as bytes on one line. */
    public static byte[] json(Content content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.getFactory().createGenerator(out)) {
            content.write(json);
        }
        return out.toByteArray();
    }

    /** The content of a sealed file. */
    public static JsonNode unseal(Path file, byte[] bytes, int newestFormat) throws Damaged, FormatTooNew {
        int bodyBytes = bytes.length - SEAL_BYTES;
        if (bodyBytes < 0) {
            throw new Damaged(file, "only " + bytes.length + " bytes are left of it");
        }
        byte[] seal = ascii(SEAL_START + Sha256.of(bytes, 0, bodyBytes).hex() + SEAL_END);
        if (!new String(bytes, bodyBytes, SEAL_BYTES, StandardCharsets.ISO_8859_1)
                .equals(new String(seal, StandardCharsets.ISO_8859_1))) {
            throw new Damaged(file, "its content does not agree with its hash");
        }
        JsonNode document = parse(file, bytes);
        long format = document.path("format").asLong(-1);
        if (format > newestFormat) {
            throw new FormatTooNew(file, format, newestFormat);
        }
        return document.path("content");
    }

    /** Parses one JSON value. */
    public static JsonNode parse(Path file, byte[] bytes) throws Damaged {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Damaged(file, "it is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Damaged(file, "it cannot be parsed: " + e.getMessage(), e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
