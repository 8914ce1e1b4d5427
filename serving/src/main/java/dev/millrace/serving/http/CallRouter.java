package dev.millrace.serving.http;

import dev.millrace.serving.metrics.RequestMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lays calls out on a router, in their order: the first is found soonest. What no call answers gets 404 or 405, and
 * whatever the router itself refuses is answered as a problem like everything else. Threading: one event loop.
 */
public final class CallRouter {
    private final Loop loop;
    private final RequestMetrics metrics;
    private final RequestMetrics.OfRoute elsewhere;
    private final Router router;
    private final KnownAddresses known = new KnownAddresses();

    private CallRouter(Loop loop, RequestMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
        this.elsewhere = metrics.route("any", "unmatched");
        this.router = Router.router(loop.context().owner());
    }

    /** What handles the requests of one event loop. */
    public static Handler<HttpServerRequest> of(Loop loop, List<Call> calls, RequestMetrics metrics) {
        CallRouter all = new CallRouter(loop, metrics);
        calls.forEach(all::mount);
        all.refuseOtherMethods(calls);
        all.router
                .route()
                .handler(context -> all.refuse(context, nothingAt(context)))
                .failureHandler(all::failed);
        all.router.errorHandler(400, context -> all.refuse(context, malformedAddress()));
        return all::handle;
    }

    /** What the router has found once it need not look for again. */
    private void handle(HttpServerRequest request) {
        KnownAddresses.Known found = known.find(request);
        if (found == null) {
            router.handle(request);
            return;
        }
        Exchange exchange = new Exchange(request, found.address(), loop, found.call(), found.figures());
        try {
            exchange.begin();
        } catch (Error failure) {
            exchange.fail(failure); // as the router would
        }
    }

    private void mount(Call call) {
        RequestMetrics.OfRoute figures = metrics.route(call.method().name(), call.pattern());
        Route route = router.route(call.method(), call.path());
        if (call.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        // Bodies and time-outs are the exchange's: the handlers for them took a third of a prediction's time.
        route.handler(context -> {
            Address address = Address.of(context);
            Exchange exchange = new Exchange(context.request(), address, loop, call, figures);
            if (exchange.begin()) {
                known.found(context.request(), call, figures, address);
            }
        });
    }

    private void refuseOtherMethods(List<Call> calls) {
        Map<String, TreeSet<String>> methods = calls.stream()
                .collect(Collectors.groupingBy(
                        Call::path,
                        TreeMap::new,
                        Collectors.mapping(call -> call.method().name(), Collectors.toCollection(TreeSet::new))));
        methods.forEach((path, known) -> {
            String allowed = String.join(", ", known);
            router.route(path).handler(context -> refuse(context, wrongMethod(context, allowed)));
        });
    }

    private static Problem nothingAt(RoutingContext context) {
        return new Problem(
                ProblemKind.NOT_FOUND,
                "nothing at '" + shortened(context.request().path()) + "'; models are listed at /v1/models");
    }

    private static Problem wrongMethod(RoutingContext context, String allowed) {
        return new Problem(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        "'" + shortened(context.request().path()) + "' does not take "
                                + context.request().method() + "; it takes " + allowed)
                .header("Allow", allowed);
    }

    static Problem malformedAddress() {
        return new Problem(
                ProblemKind.MALFORMED,
                "the address is not well formed; after a '%' come two hexadecimal digits, and '%' itself is '%25'");
    }

    private static String shortened(String text) {
        return text == null ? "" : text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private Exchange elsewhere(RoutingContext context) {
        return new Exchange(context.request(), Address.of(context), loop, null, elsewhere);
    }

    private void refuse(RoutingContext context, Problem problem) {
        elsewhere(context).fail(problem);
    }

    /** What the router itself has found wrong: a status, and perhaps what caused it. */
    private void failed(RoutingContext context) {
        Exchange exchange = elsewhere(context);
        switch (context.statusCode()) {
            case 400 ->
                exchange.fail(new Problem(ProblemKind.MALFORMED, "the request cannot be read: " + reason(context)));
            case 404 -> exchange.fail(nothingAt(context));
            default -> exchange.fail(context.failure());
        }
    }

    private static String reason(RoutingContext context) {
        return context.failure() == null
                ? "an HTTP/1.1 request needs a valid 'Host' header"
                : context.failure().getMessage();
    }
}
