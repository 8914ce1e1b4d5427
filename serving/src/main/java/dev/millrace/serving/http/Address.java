package dev.millrace.serving.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * What a request's address says beyond the call that it names: the named segments of its path and its query, decoded.
 * Threading: one event loop.
 */
final class Address {
    private final Map<String, String> segments;

    /** Null until the query was read. */
    private MultiMap query;

    /** Reads the query; null once it was read. */
    private RoutingContext context;

    private Address(Map<String, String> segments, RoutingContext context) {
        this.segments = segments;
        this.context = context;
    }

    /** As the router has read it; the query is read when it is needed. */
    static Address of(RoutingContext context) {
        return new Address(context.pathParams(), context);
    }

    /** A named segment of the path, or null. */
    String segment(String name) {
        return segments.get(name);
    }

    /** @throws RuntimeException if it is not well formed */
    MultiMap query() {
        if (query == null) {
            query = context.queryParams();
            context = null;
        }
        return query;
    }

    /** A copy that holds nothing of the request that it was read from. */
    Address kept(boolean hasQuery) {
        Address kept = new Address(Map.copyOf(segments), null);
        kept.query = MultiMap.caseInsensitiveMultiMap();
        if (hasQuery) {
            kept.query.addAll(query());
        }
        return kept;
    }
}
