package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.http.Limits;
import dev.millrace.stream.storage.DirectoryStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests as bytes on a socket: what no well-behaved client sends is answered as a problem too. */
class WireTest {
    private static final String END = "Host: here\r\nConnection: close\r\n";

    @TempDir
    Path directory;

    private Bench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new Bench(
                directory, new DirectoryStorage(), Bench.options().withLimits(new Limits(40_000, 1000, 64, 10_000)));
        bench.teach(40);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    /** Everything that comes back until the server closes the connection. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String predict(String headers, String body) throws IOException {
        return send("POST /v1/models/fraud/predict HTTP/1.1\r\n" + END + headers + "\r\n" + body);
    }

    @Test
    void anAddressThatIsNotWellFormedIsRefused() throws Exception {
        for (String address : new String[] {"/v1/models/%zz", "/v1/models/fraud/versions?limit=%zz", "/v1/models/%"}) {
            assertThat(send("GET " + address + " HTTP/1.1\r\n" + END + "\r\n"))
                    .as(address)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "problems/malformed");
        }
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws Exception {
        assertThat(send("GET /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("problems/malformed", "Host");
    }

    @Test
    void aBodyWhoseLengthIsNotSaidIsCutAtTheLimit() throws Exception {
        String chunk = "4e20\r\n" + "x".repeat(20_000) + "\r\n";
        assertThat(predict("Transfer-Encoding: chunked\r\n", chunk + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("problems/body-too-large");
    }

    @Test
    void aBodyWithoutALengthIsEmpty() throws Exception {
        assertThat(predict("", "")).startsWith("HTTP/1.1 400 ").contains("the body is empty");
    }

    @Test
    void whatCurlCallsAFormIsNotTakenApart() throws Exception {
        String body = "{\"card\":\"%zz&" + "=".repeat(20_000) + "\"}";
        assertThat(predict(
                        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n",
                        body))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aLargeBodyIsAskedForBeforeItIsSent() throws Exception {
        String body = "{\"card\":\"c-1\"}";
        String expecting = "Expect: 100-continue\r\nContent-Length: ";
        assertThat(predict(expecting + body.length() + "\r\n", body))
                .startsWith("HTTP/1.1 100 ")
                .contains("HTTP/1.1 200 ");
        assertThat(predict(expecting + "50000\r\n", "x".repeat(50_000))).startsWith("HTTP/1.1 413 ");
        assertThat(predict("Expect: tea\r\nContent-Length: 2\r\n", "{}"))
                .startsWith("HTTP/1.1 417 ")
                .contains("problems/expectation-failed");
    }

    @Test
    void whoGoesAwayInTheMiddleOfABodyLeavesNothingBehind() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.server.port())) {
            String half =
                    "POST /v1/models/fraud/predict HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{\"card\"";
            socket.getOutputStream().write(half.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
        Bench.await(() -> bench.get("/metrics").text().contains("status=\"499\""));
    }

    @Test
    void headAnswersLikeGetWithoutABody() throws Exception {
        assertThat(send("HEAD /v1/models HTTP/1.1\r\n" + END + "\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
        assertThat(send("HEAD /v1/nothing HTTP/1.1\r\n" + END + "\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void allMethodsOfAnAddressAreNamed() throws Exception {
        assertThat(send("DELETE /v1/models/fraud/aliases/champion HTTP/1.1\r\n" + END + "\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("Allow: GET, PUT\r\n");
    }
}
