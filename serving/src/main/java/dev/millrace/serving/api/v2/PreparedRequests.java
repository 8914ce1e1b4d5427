package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.Limits;
import dev.millrace.serving.model.ModelShape;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Requests that were read lately, by the bytes of their JSON part. Clients that send tensors in binary send the same JSON again
 * and again, and reading it takes longer than a prediction does. Threading: any thread; what is remembered is immutable, and a
 * race costs reading it once more.
 */
final class PreparedRequests {
    private static final int PLACES = 64;

    /** Longer ones are rare, and many would fill the memory. */
    private static final int MOST_JSON_BYTES = 4096;

    private record Known(byte[] json, int bodyBytes, Prepared prepared) {
        @SuppressWarnings(
                "ReferenceEquality") // a model keeps its shape: an equal one that is another is read once more
        boolean fits(byte[] body, int jsonBytes, ModelShape shape) {
            return prepared.shape() == shape
                    && bodyBytes == body.length
                    && Arrays.equals(json, 0, json.length, body, 0, jsonBytes);
        }
    }

    private final AtomicReferenceArray<Known> known = new AtomicReferenceArray<>(PLACES);

    /**
     * The request that a body holds.
     *
     * @param jsonBytes see {@link InferReader#read}
     * @param limits always the same
     */
    Prepared of(byte[] body, int jsonBytes, Limits limits, ModelShape shape) {
        // Without binary data the values lie in the JSON: it is another each time.
        if (jsonBytes < 0 || jsonBytes > Math.min(MOST_JSON_BYTES, body.length)) {
            return read(body, jsonBytes, limits, shape);
        }
        int place = place(body, jsonBytes, shape);
        Known last = known.get(place);
        if (last != null && last.fits(body, jsonBytes, shape)) {
            return last.prepared();
        }
        Prepared prepared = read(body, jsonBytes, limits, shape);
        if (prepared.request().id() == null) { // an id is another each time, too
            known.set(place, new Known(Arrays.copyOf(body, jsonBytes), body.length, prepared));
        }
        return prepared;
    }

    private static Prepared read(byte[] body, int jsonBytes, Limits limits, ModelShape shape) {
        int mostTensors = shape.schema().size();
        return Prepared.of(shape, InferReader.read(body, jsonBytes, limits, mostTensors));
    }

    private static int place(byte[] body, int jsonBytes, ModelShape shape) {
        long hash = System.identityHashCode(shape) + 31L * jsonBytes;
        int at = 0;
        for (; at + Long.BYTES <= jsonBytes; at += Long.BYTES) {
            hash = (hash ^ (long) Datatype.LONG.get(body, at)) * 0x9E3779B97F4A7C15L;
        }
        for (; at < jsonBytes; at++) {
            hash = (hash ^ body[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash >>> 32) & (PLACES - 1);
    }
}
