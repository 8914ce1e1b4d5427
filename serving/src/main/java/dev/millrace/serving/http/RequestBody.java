package dev.millrace.serving.http;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.function.Consumer;

/** Gathers the body of one request, up to a limit. Threading: the request's event loop. */
final class RequestBody {
    private static final byte[] NO_BYTES = {};

    /** What is set aside for a body before its bytes are there. */
    private static final int MOST_TRUSTED_BYTES = 1 << 16;

    /** Bytes that are set aside with the first piece, if it is not all of them. */
    private final int expected;

    private final int most;
    private final Runnable tooLarge;
    private byte[] bytes = NO_BYTES;
    private int count;
    private boolean refused;

    private RequestBody(int expected, int most, Runnable tooLarge) {
        this.expected = expected;
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
        RequestBody body = new RequestBody((int) Math.min(Math.max(0, length), MOST_TRUSTED_BYTES), most, tooLarge);
        request.handler(body::add);
        request.endHandler(any -> {
            if (!body.refused) {
                whole.accept(body.count == body.bytes.length ? body.bytes : Arrays.copyOf(body.bytes, body.count));
            }
        });
    }

    /** The array of a piece that is all there is, which nobody else has; null if it shares one or leaves some of it empty. */
    private static byte[] whole(Buffer piece) {
        ByteBuf content = ((BufferInternal) piece).getByteBuf();
        boolean whole = content.hasArray()
                && content.arrayOffset() == 0
                && content.readerIndex() == 0
                && content.array().length == content.readableBytes();
        return whole ? content.array() : null;
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
        if (count == 0 && needed >= expected) {
            bytes = whole(piece);
            if (bytes != null) { // most bodies come in one piece, which the socket's reader has copied already
                count = needed;
                return;
            }
            bytes = NO_BYTES;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.max(expected, Math.min(most, 2 * bytes.length))));
        }
        piece.getBytes(bytes, count);
        count = needed;
    }
}
