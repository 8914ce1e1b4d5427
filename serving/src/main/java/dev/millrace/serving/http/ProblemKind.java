package dev.millrace.serving.http;

/** What can be wrong with a request, and how the answer names it. One kind per remedy. */
public enum ProblemKind {
    BAD_EVENT(400, "The event does not fit the model's schema"),
    BAD_FEEDBACK(400, "The feedback cannot be taken"),
    BAD_JSON(400, "The body is not what the call expects"),
    BAD_TENSOR(400, "The tensors do not fit the model"),
    BAD_PARAMETER(400, "A parameter cannot be understood"),
    BAD_NAME(400, "The name is not allowed"),
    MALFORMED(400, "The request cannot be read"),
    NO_KEY(400, "The event has no key"),
    CROSS_SITE(403, "The request comes from another site"),
    NOT_FOUND(404, "There is nothing at this address"),
    UNKNOWN_MODEL(404, "There is no such model"),
    UNKNOWN_VERSION(404, "There is no such version"),
    UNKNOWN_ALIAS(404, "There is no such alias"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_LIVE(409, "The model does not learn in this process"),
    NO_PREVIOUS(409, "There is nothing to roll back to"),
    CHANGED(412, "The alias has moved in the meantime"),
    BODY_TOO_LARGE(413, "The body is too large"),
    TOO_MANY_ROWS(413, "There are too many rows in one request"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not understood"),
    EXPECTATION_FAILED(417, "What the request expects cannot be met"),
    IDEMPOTENCY_CONFLICT(422, "The idempotency key was used for another body"),
    CONDITION_REQUIRED(428, "The request needs a condition"),
    INTERNAL(500, "The server failed"),
    MODEL_IS_EMPTY(503, "The model has not learned anything yet"),
    NOT_READY(503, "The model is not ready"),
    VERSION_DAMAGED(503, "The version cannot be served"),
    TOO_BUSY(503, "Too many requests are in flight"),
    STOPPING(503, "The server is stopping"),
    JOURNAL_REFUSES(503, "The journal takes no events at present"),
    TIMEOUT(503, "The answer took too long"),
    JOURNAL_FULL(507, "There is no room for more events");

    private static final String BASE = "https://millrace.dev/problems/";

    private final int status;
    private final String title;
    private final String type;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
        this.type = BASE + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The address that names this kind of problem. */
    public String type() {
        return type;
    }
}
