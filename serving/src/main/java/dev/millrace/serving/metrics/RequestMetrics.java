package dev.millrace.serving.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Requests and their latencies by route: the route's pattern, never the path that was asked. Threading: any thread. */
public final class RequestMetrics implements Collector {

    private static final int OK = 200;

    /** The figures of one route. */
    public static final class OfRoute {
        private final String method;
        private final String path;
        private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();
        private final Histogram latency = new Histogram();

        /** That of {@link #OK}, once there was one: nearly all are. */
        private volatile LongAdder ok;

        private OfRoute(String method, String path) {
            this.method = method;
            this.path = path;
        }

        /** One request was answered. */
        public void answered(int status, long nanos) {
            of(status).increment();
            latency.record(nanos);
        }

        private LongAdder of(int status) {
            LongAdder known = ok;
            if (status == OK && known != null) {
                return known;
            }
            LongAdder adder = byStatus.computeIfAbsent(status, any -> new LongAdder());
            if (status == OK) {
                ok = adder;
            }
            return adder;
        }

        public Histogram latency() {
            return latency;
        }
    }

    private final Map<String, OfRoute> routes = new ConcurrentSkipListMap<>();

    public OfRoute route(String method, String path) {
        return routes.computeIfAbsent(path + ' ' + method, any -> new OfRoute(method, path));
    }

    @Override
    public void collect(MetricText out) {
        out.counter("millrace_http_requests_total", "Requests answered, by route and status.");
        for (OfRoute route : routes.values()) {
            route.byStatus.forEach((status, count) -> out.sample(
                    (double) count.sum(), "method", route.method, "route", route.path, "status", status.toString()));
        }
        out.histogram("millrace_http_request_duration_seconds", "From the first byte of a request to its answer.");
        for (OfRoute route : routes.values()) {
            route.latency.write(out, "method", route.method, "route", route.path);
        }
    }
}
