package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Limits;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a body is compressed. The limit of a body holds for what comes out, too. */
enum BodyEncoding {
    IDENTITY,
    GZIP,
    /** The zlib format (RFC 1950), or, as some clients send it, without its header (RFC 1951). */
    DEFLATE;

    private static final Logger LOG = LoggerFactory.getLogger(BodyEncoding.class);

    static BodyEncoding of(Exchange exchange) {
        String name = exchange.header(HttpHeaders.CONTENT_ENCODING);
        if (name == null) {
            return IDENTITY;
        }
        return switch (name.trim().toLowerCase(Locale.ROOT)) {
            case "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new Problem(
                                ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                                "bodies encoded as '" + JsonValues.shortened(name)
                                        + "' are not understood; send gzip, deflate, or the body as it is")
                        .header("Accept-Encoding", "gzip, deflate, identity");
        };
    }

    /** The body as it was before it was compressed. */
    byte[] decode(byte[] body, Limits limits) {
        if (this == IDENTITY) {
            return body;
        }
        Inflater inflater = new Inflater(!hasZlibHeader(body));
        int most = limits.bodyBytes();
        byte[] plain;
        try (InputStream in = this == GZIP
                ? new GZIPInputStream(new ByteArrayInputStream(body))
                : new InflaterInputStream(new ByteArrayInputStream(body), inflater)) {
            plain = in.readNBytes(most);
            if (plain.length == most && in.read() >= 0) {
                throw new Problem(
                                ProblemKind.BODY_TOO_LARGE,
                                "a body may have " + most
                                        + " bytes, also when it is compressed; send the rows in several" + " requests")
                        .with("limit", most);
            }
        } catch (IOException e) {
            LOG.trace("refused a body", e);
            String name = name().toLowerCase(Locale.ROOT);
            throw new Problem(
                    ProblemKind.MALFORMED, "the body is not what 'Content-Encoding: " + name + "' says, or is cut off");
        } finally {
            inflater.end();
        }
        return plain;
    }

    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1 && (body[0] & 15) == 8 && ((body[0] & 255) << 8 | body[1] & 255) % 31 == 0;
    }
}
