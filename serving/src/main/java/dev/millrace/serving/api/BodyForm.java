package dev.millrace.serving.api;

import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import java.util.Locale;
import java.util.Set;

/** How the things in a body stand beside each other; the answer takes the same form. */
enum BodyForm {
    /** One JSON object, or an array of them: which, its first byte says. */
    JSON("application/json"),
    /** One JSON object a line. */
    LINES("application/x-ndjson");

    /** What curl says of {@code -d} unless told otherwise is taken as JSON. */
    private static final Set<String> JSON_TYPES =
            Set.of("application/json", "text/json", "application/x-www-form-urlencoded");

    private static final Set<String> LINE_TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private final String mediaType;

    BodyForm(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** What the request says that its body is; anything that is not understood is refused. */
    static BodyForm of(Exchange exchange) {
        String encoding = exchange.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Problem(
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                    "bodies encoded as '" + encoding + "' are not understood; send the body as it is");
        }
        String type = exchange.header("Content-Type");
        if (type == null) {
            return JSON;
        }
        int semicolon = type.indexOf(';');
        String bare =
                (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
        if (JSON_TYPES.contains(bare)) {
            return JSON;
        }
        if (LINE_TYPES.contains(bare)) {
            return LINES;
        }
        throw new Problem(
                        ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                        "a body of type '" + bare
                                + "' is not understood; send application/json or application/x-ndjson")
                .with("expected", "application/json or application/x-ndjson");
    }
}
