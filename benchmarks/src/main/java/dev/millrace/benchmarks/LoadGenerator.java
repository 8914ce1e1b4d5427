package dev.millrace.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends one request over and over on several kept-alive connections, one in flight on each, from one thread, and keeps
 * how long each answer took. Understands answers with a Content-Length. Threading: one caller.
 */
final class LoadGenerator {
    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
    private static final int MOST_SAMPLES = 4_000_000;

    private final int port;
    private final byte[] request;
    private final int connections;
    private final long[] latencies = new long[MOST_SAMPLES];
    private int answered;

    LoadGenerator(int port, String path, String body, int connections) {
        this(port, path, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8), connections);
    }

    /** @param headers each with its end of line */
    LoadGenerator(int port, String path, String headers, byte[] content, int connections) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + headers + "Content-Length: "
                + content.length + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        this.request = Arrays.copyOf(headBytes, headBytes.length + content.length);
        System.arraycopy(content, 0, request, headBytes.length, content.length);
        this.port = port;
        this.connections = connections;
    }

    /**
     * What a run found: requests per second and quantiles of the latency in milliseconds.
     *
     * @param all requests that were answered, the first part's too
     */
    record Outcome(double perSecond, double p50Millis, double p99Millis, long all) {}

    private static final class Connection {
        final SocketChannel channel;
        final ByteBuffer out;
        final ByteBuffer in = ByteBuffer.allocate(1 << 16);
        long sentNanos;

        Connection(SocketChannel channel, byte[] request) {
            this.channel = channel;
            this.out = ByteBuffer.wrap(request);
        }

        void send() throws IOException {
            out.rewind();
            sentNanos = System.nanoTime();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** Whether a whole answer is in; it is taken out then. */
        boolean answered() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server closed a connection");
            }
            int headEnd = indexOf(in.array(), in.position(), HEADER_END);
            if (headEnd < 0) {
                return false;
            }
            int length = headEnd + HEADER_END.length + contentLength(headEnd);
            if (in.position() < length) {
                return false;
            }
            String status = new String(in.array(), 9, 3, StandardCharsets.US_ASCII);
            if (!status.equals("200")) {
                throw new IOException(
                        "the server answered " + new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
            }
            in.clear();
            return true;
        }

        private int contentLength(int headEnd) throws IOException {
            String head =
                    new String(in.array(), 0, headEnd, StandardCharsets.US_ASCII).toLowerCase(java.util.Locale.ROOT);
            // Not the one that ends like it: "inference-header-content-length".
            int at = head.indexOf("\ncontent-length:");
            if (at < 0) {
                throw new IOException("an answer without Content-Length: " + head);
            }
            int end = head.indexOf('\r', at);
            return Integer.parseInt(
                    head.substring(at + 16, end < 0 ? head.length() : end).trim());
        }

        private static int indexOf(byte[] bytes, int length, byte[] what) {
            for (int i = 0; i + what.length <= length; i++) {
                if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** Sends for so long; what came in the first part only warms up. */
    Outcome run(double warmSeconds, double seconds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false);
                channel.socket().setTcpNoDelay(true);
                Connection connection = new Connection(channel, request);
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.send();
            }
            pump(selector, warmSeconds);
            int warmedUp = answered;
            answered = 0;
            long started = System.nanoTime();
            pump(selector, seconds);
            double took = (System.nanoTime() - started) * 1e-9;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            int kept = Math.min(answered, MOST_SAMPLES);
            Arrays.sort(latencies, 0, kept);
            return new Outcome(answered / took, quantile(kept, 0.5), quantile(kept, 0.99), (long) warmedUp + answered);
        }
    }

    private double quantile(int kept, double share) {
        return kept == 0 ? Double.NaN : latencies[(int) (share * (kept - 1))] * 1e-6;
    }

    private void pump(Selector selector, double seconds) throws IOException {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < until) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (connection.answered()) {
                    latencies[answered++ % MOST_SAMPLES] = System.nanoTime() - connection.sentNanos;
                    connection.send();
                }
            }
            selector.selectedKeys().clear();
        }
    }
}
