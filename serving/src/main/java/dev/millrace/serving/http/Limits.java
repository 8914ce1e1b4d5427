package dev.millrace.serving.http;

/**
 * What one request, and all together, may take.
 *
 * @param bodyBytes largest body
 * @param rows most rows in one request
 * @param inFlight most requests in flight over all event loops; more get 503 with {@code Retry-After}
 * @param timeoutMillis after which an unanswered request is answered with 503
 */
public record Limits(int bodyBytes, int rows, int inFlight, long timeoutMillis) {
    public static final Limits DEFAULT = new Limits(10 << 20, 10_000, 1024, 10_000);

    public Limits {
        if (bodyBytes < 1 || rows < 1 || inFlight < 1 || timeoutMillis < 1) {
            throw new IllegalArgumentException("limits are positive, got a body of " + bodyBytes + " bytes, " + rows
                    + " rows, " + inFlight + " requests in flight and a time-out of " + timeoutMillis + " ms");
        }
    }
}
