package dev.millrace.serving.http;

import dev.millrace.serving.metrics.RequestMetrics;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * What the router found at the addresses asked lately: clients ask the same few again and again, and matching patterns and
 * reading a query takes longer than many a prediction. A fixed number of places; what comes to a place that is taken replaces
 * it. Threading: one event loop.
 */
final class KnownAddresses {
    private static final int PLACES = 256;

    /** Longer ones are rare, and many would fill the memory. */
    private static final int MOST_CHARACTERS = 500;

    /** The host is part of it, since the router has found that valid too. */
    record Known(
            HttpMethod method, String uri, String host, Call call, RequestMetrics.OfRoute figures, Address address) {}

    private final Known[] places = new Known[PLACES];

    /** What was found for such a request; null if nothing is known. */
    Known find(HttpServerRequest request) {
        String uri = request.uri();
        Known known = places[place(uri)];
        boolean fits = known != null
                && known.uri.equals(uri)
                && known.method.equals(request.method())
                && known.host.equals(request.getHeader(HttpHeaders.HOST));
        return fits ? known : null;
    }

    /** The router has found a call, and whatever is in the query has been understood. */
    void found(HttpServerRequest request, Call call, RequestMetrics.OfRoute figures, Address address) {
        String uri = request.uri();
        String host = request.getHeader(HttpHeaders.HOST);
        if (host == null || uri.length() + host.length() > MOST_CHARACTERS) {
            return;
        }
        places[place(uri)] =
                new Known(request.method(), uri, host, call, figures, address.kept(request.query() != null));
    }

    private static int place(String uri) {
        int hash = uri.hashCode();
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
