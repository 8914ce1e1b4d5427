package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.registry.Alias;
import dev.millrace.registry.AliasConflict;
import dev.millrace.registry.BadName;
import dev.millrace.registry.NotFound;
import dev.millrace.registry.ReadOnly;
import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.ModelService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code GET} and {@code PUT /v1/models/{m}/aliases/{a}} with {@code If-Match} (compare-and-set), and {@code POST
 * …/rollback}. A version is loaded before an alias moves to it, so that it answers from the first question on.
 */
public final class AliasCalls {
    private final Models models;

    public AliasCalls(Models models) {
        this.models = models;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v1/models/:m/aliases/:a", this::show),
                Call.put("/v1/models/:m/aliases/:a", this::move),
                Call.post("/v1/models/:m/aliases/:a/rollback", this::rollBack));
    }

    private void show(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        answer(exchange, model.requireAlias(exchange.path("a")));
    }

    private void move(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        String alias = exchange.path("a");
        Models.checkName("alias", alias);
        Ingest.requireSameSite(exchange);
        String expected = expectedEtag(exchange);
        BodyForm form = BodyForm.of(exchange);
        exchange.body(body -> {
            Order order = Items.read(body, form, 1, AliasCalls::order).values().stream()
                    .findFirst()
                    .orElseThrow(() -> wrong("", "JSON object", "the body is empty; send {\"version\": …}"));
            if (order.version() == null) {
                throw wrong("/version", "integer", "'version' is missing; it says where the alias is to point");
            }
            exchange.await(
                    model.version(order.version()),
                    loaded -> change(
                            exchange,
                            model,
                            () -> model.served()
                                    .registry()
                                    .moveAlias(
                                            model.name(), alias, order.version(), expected, order.who(), order.why())));
        });
    }

    private void rollBack(Exchange exchange) {
        ModelService model = models.require(exchange.path("m"));
        String alias = exchange.path("a");
        Ingest.requireSameSite(exchange);
        Alias now = model.requireAlias(alias);
        if (now.previous().isEmpty()) {
            throw new Problem(
                    ProblemKind.NO_PREVIOUS, "alias '" + alias + "' of '" + model.name() + "' has never been moved");
        }
        BodyForm form = BodyForm.of(exchange);
        exchange.body(body -> {
            Order order = body.length == 0
                    ? Order.NOBODY
                    : Items.read(body, form, 1, AliasCalls::order).values().get(0);
            exchange.await(
                    model.version(now.previous().get(0)),
                    loaded -> change(
                            exchange,
                            model,
                            () -> model.served().registry().rollback(model.name(), alias, order.who(), order.why())));
        });
    }

    private static String expectedEtag(Exchange exchange) {
        String condition = exchange.header("If-Match");
        if ("*".equals(exchange.header("If-None-Match"))) {
            return Alias.NONE;
        }
        if (condition == null) {
            throw new Problem(
                    ProblemKind.CONDITION_REQUIRED,
                    "say what you think the alias is: If-Match with its etag, or If-None-Match: * for a new one");
        }
        String bare = condition.trim();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    private static void change(Exchange exchange, ModelService model, Callable<Alias> change) {
        exchange.onWorker(
                () -> {
                    Alias moved = tryTo(change);
                    model.refresh();
                    return moved;
                },
                moved -> answer(exchange, moved));
    }

    private static Alias tryTo(Callable<Alias> change) throws Exception {
        try {
            return change.call();
        } catch (AliasConflict e) {
            throw new Problem(ProblemKind.CHANGED, e.getMessage()).with("etag", e.currentEtag());
        } catch (NotFound e) {
            throw new Problem(ProblemKind.UNKNOWN_VERSION, e.getMessage());
        } catch (BadName e) {
            throw new Problem(ProblemKind.BAD_NAME, e.getMessage());
        } catch (ReadOnly e) {
            throw new Problem(ProblemKind.NOT_LIVE, e.getMessage());
        }
    }

    private static void answer(Exchange exchange, Alias alias) {
        exchange.request().response().putHeader("etag", '"' + alias.etag() + '"');
        exchange.json(200, json -> ModelsCalls.alias(json, alias));
    }

    private record Order(Long version, String who, String why) {
        static final Order NOBODY = new Order(null, "http", "");
    }

    private static Order order(JsonParser parser, String pointer) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(pointer, "JSON object", "the body is a JSON object with version, who and why");
        }
        Long version = null;
        String who = Order.NOBODY.who();
        String why = Order.NOBODY.why();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "version" -> {
                    if (token != JsonToken.VALUE_NUMBER_INT) {
                        throw wrong("/version", "integer", "'version' must be the number of a version");
                    }
                    version = parser.getLongValue();
                }
                case "who" -> who = text(parser, "who");
                case "why" -> why = text(parser, "why");
                default -> throw wrong("/" + name, "version, who or why", "unknown member '" + name + "'");
            }
        }
        return new Order(version, who, why);
    }

    private static String text(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getTextLength() > 500) {
            throw wrong("/" + name, "text", "'" + name + "' must be a text of up to 500 characters");
        }
        return parser.getText();
    }

    private static Problem wrong(String pointer, String expected, String detail) {
        return Problem.at(ProblemKind.BAD_JSON, pointer, expected, detail);
    }
}
