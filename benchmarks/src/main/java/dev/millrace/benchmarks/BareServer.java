package dev.millrace.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** The least that a server can do: reads the body and answers a constant, on one event loop. What row 7 divides by. */
final class BareServer {
    private BareServer() {}

    /** Listens on a free port, says it on standard output and stays. */
    static void run(int answerBytes) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Buffer answer = Buffer.buffer("{\"answer\":\"" + "x".repeat(Math.max(1, answerBytes - 13)) + "\"}");
        vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(answer)))
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println("http://127.0.0.1:" + server.actualPort()))
                .onFailure(failure -> {
                    System.out.println("cannot listen: " + failure.getMessage());
                    System.exit(1);
                });
    }
}
