package dev.millrace.serving.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/** Gathers the body of one request, up to a limit. Threading: the request's event loop. */
final class RequestBody {
    private static final byte[] NO_BYTES = {};

    /** What is set aside for a body before its bytes are there. */
    private static final int MOST_TRUSTED_BYTES = 1 << 16;

    private final int most;
    private final Runnable tooLarge;
    private byte[] bytes = NO_BYTES;
    private int count;
    private boolean refused;

    private RequestBody(int most, Runnable tooLarge) {
        this.most = most;
        this.tooLarge = tooLarge;
    }

    /**
     * Reads the body of a request of which nothing has been read.
     *
     * @param length as the request says, or −1
     * @param tooLarge called once, instead of {@code whole}, if more than {@code most} bytes come
     */
    static void read(HttpServerRequest request, long length, int most, Runnable tooLarge, Consumer<byte[]> whole) {
        RequestBody body = new RequestBody(most, tooLarge);
        if (length > 0) {
            body.bytes = new byte[(int) Math.min(length, MOST_TRUSTED_BYTES)];
        }
        request.handler(body::add);
        request.endHandler(any -> {
            if (!body.refused) {
                whole.accept(body.count == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, body.count));
            }
        });
    }

    private void add(Buffer piece) {
        if (refused) {
            return; // what still comes is read and dropped, so that the answer can be read
        }
        int needed = count + piece.length();
        if (needed > most) {
            refused = true;
            bytes = NO_BYTES;
            tooLarge.run();
            return;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(most, 2 * bytes.length)));
        }
        piece.getBytes(bytes, count);
        count = needed;
    }
}
