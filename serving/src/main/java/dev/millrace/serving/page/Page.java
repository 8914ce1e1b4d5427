package dev.millrace.serving.page;

import dev.millrace.serving.http.Call;
import dev.millrace.serving.http.Exchange;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The files of the page. They ask nothing of any other host, and the browser is told to allow nothing else. Kept in
 * memory.
 */
public final class Page {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record File(String path, String resource, String mediaType) {}

    private static final List<File> FILES = List.of(
            new File("/", "page.html", "text/html; charset=utf-8"),
            new File("/page/page.css", "page.css", "text/css; charset=utf-8"),
            new File("/page/page.js", "page.js", "text/javascript; charset=utf-8"),
            new File("/page/charts.js", "charts.js", "text/javascript; charset=utf-8"),
            new File("/page/uPlot.min.css", "uPlot.min.css", "text/css; charset=utf-8"),
            new File("/page/uPlot.iife.min.js", "uPlot.iife.min.js", "text/javascript; charset=utf-8"));

    /** Calls for all files, read from the jar now. */
    public List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (File file : FILES) {
            Buffer content = read(file.resource());
            CRC32 crc = new CRC32();
            crc.update(content.getBytes());
            String etag = '"' + Long.toHexString(crc.getValue()) + '"';
            calls.add(Call.get(file.path(), exchange -> send(exchange, file.mediaType(), content, etag)));
        }
        return calls;
    }

    private static void send(Exchange exchange, String mediaType, Buffer content, String etag) {
        HttpServerResponse response = exchange.request().response();
        response.putHeader("cache-control", "no-cache");
        response.putHeader("content-security-policy", POLICY);
        response.putHeader("x-content-type-options", "nosniff");
        response.putHeader("referrer-policy", "no-referrer");
        response.putHeader("etag", etag);
        String held = exchange.header("If-None-Match");
        boolean known = held != null && (held.contains(etag) || held.equals("*"));
        exchange.reply(known ? 304 : 200, mediaType, known ? Buffer.buffer() : content);
    }

    private static Buffer read(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the page's file " + resource + "; build it again");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + resource + " cannot be read from the jar", e);
        }
    }
}
