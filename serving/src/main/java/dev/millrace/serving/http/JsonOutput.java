package dev.millrace.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes JSON into buffers with one generator that is used again and again, so that an answer costs no set-up.
 * Threading: one event loop.
 */
public final class JsonOutput {
    private static final int KEPT_BYTES = 1 << 20;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** Writes one or more whole JSON values. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private Bytes bytes = new Bytes();
    private JsonGenerator generator;

    /** What a body writes, as a buffer of its own. */
    public Buffer write(Body body) {
        boolean whole = false;
        try {
            if (generator == null) {
                generator = FACTORY.createGenerator(bytes);
            }
            body.write(generator);
            generator.flush();
            whole = true;
            return bytes.take();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON could not be written to memory", e);
        } finally {
            // A generator stopped half-way, or grown for one huge answer, is not used again.
            if (!whole || bytes.room() > KEPT_BYTES) {
                generator = null;
                bytes = new Bytes();
            }
        }
    }

    /** A number, or null where JSON has no word for it. */
    public static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        number(json, value);
    }

    /** A number, or null where JSON has no word for it. */
    public static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private static final class Bytes extends ByteArrayOutputStream {
        Bytes() {
            super(1024);
        }

        Buffer take() {
            Buffer buffer = Buffer.buffer(count).appendBytes(buf, 0, count);
            reset();
            return buffer;
        }

        int room() {
            return buf.length;
        }
    }
}
