package dev.millrace.serving.api;

import dev.millrace.serving.http.Exchange;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.serving.model.Intake;
import dev.millrace.serving.model.LiveModel;
import dev.millrace.serving.model.ModelService;
import dev.millrace.stream.journal.Appended;
import dev.millrace.stream.journal.IdempotencyConflict;
import dev.millrace.stream.journal.JournalBusy;
import dev.millrace.stream.journal.JournalFailed;
import dev.millrace.stream.journal.JournalFull;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * What events and late labels have in common on their way into the journal: who may send them, idempotency keys, and
 * what the journal's refusals mean to the sender. Threading: any thread.
 */
final class Ingest {
    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private Ingest() {}

    /** The running pipeline of a model that takes events over HTTP. */
    static LiveModel requireIntake(ModelService model) {
        LiveModel live = model.live()
                .orElseThrow(() -> new Problem(
                        ProblemKind.NOT_LIVE,
                        "model '" + model.name() + "' is a replica here and takes no events; send them to the process"
                                + " that runs its pipeline"));
        if (live.intake() == null) {
            throw new Problem(
                    ProblemKind.NOT_LIVE,
                    "the pipeline of model '" + model.name() + "' reads no events over HTTP; add '- http: {}' to its"
                            + " source");
        }
        return live;
    }

    /**
     * Refuses what a page of another site makes a browser send: a server on the loopback address trusts who can reach it,
     * and every page that the user opens can.
     */
    static void requireSameSite(Exchange exchange) {
        String origin = exchange.header("Origin");
        if (origin == null) {
            return;
        }
        URI site;
        try {
            site = URI.create(origin);
        } catch (IllegalArgumentException e) {
            site = URI.create(""); // nonsense is another site
        }
        HostAndPort here = exchange.request().authority();
        if (here == null
                || !here.host().equalsIgnoreCase(site.getHost())
                || portOf(here.port()) != portOf(site.getPort())) {
            throw new Problem(ProblemKind.CROSS_SITE, "a page of another site may not change anything here");
        }
    }

    private static int portOf(int stated) {
        return stated < 0 ? 80 : stated;
    }

    /** The request's idempotency key, or null. */
    static String idempotencyKey(Exchange exchange) {
        String key = exchange.header("Idempotency-Key");
        if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
            throw new Problem(
                    ProblemKind.BAD_PARAMETER,
                    "an Idempotency-Key is 1 to 200 visible ASCII characters; a random UUID is a good one");
        }
        return key;
    }

    /** What makes two requests the same: the call and each byte of the body. */
    private static byte[] fingerprint(String call, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(call.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** Makes records durable, all or none. Fails with a problem. */
    static CompletableFuture<Appended> append(
            Intake intake, List<byte[]> records, String call, String idempotencyKey, byte[] body) {
        if (records.isEmpty()) {
            throw Problem.at(ProblemKind.BAD_JSON, "", "at least one", "the body holds nothing; send at least one");
        }
        byte[] fingerprint = idempotencyKey == null ? null : fingerprint(call, body);
        return appendOrRefuse(intake, records, idempotencyKey, fingerprint).handle((appended, failure) -> {
            if (failure != null) {
                throw refused(failure);
            }
            return appended;
        });
    }

    private static CompletableFuture<Appended> appendOrRefuse(
            Intake intake, List<byte[]> records, String idempotencyKey, byte[] fingerprint) {
        try {
            return intake.journal().append(records, idempotencyKey, fingerprint);
        } catch (IllegalArgumentException e) {
            // What is left to be wrong here is the size.
            throw new Problem(ProblemKind.BODY_TOO_LARGE, e.getMessage());
        }
    }

    private static RuntimeException refused(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IdempotencyConflict) {
            return new Problem(ProblemKind.IDEMPOTENCY_CONFLICT, cause.getMessage());
        }
        if (cause instanceof JournalFull) {
            return new Problem(ProblemKind.JOURNAL_FULL, cause.getMessage()).retryAfterSeconds(10);
        }
        if (cause instanceof JournalBusy) {
            return new Problem(ProblemKind.TOO_BUSY, cause.getMessage()).retryAfterSeconds(1);
        }
        if (cause instanceof JournalFailed) {
            return new Problem(ProblemKind.JOURNAL_REFUSES, cause.getMessage()).retryAfterSeconds(2);
        }
        if (cause instanceof IllegalStateException) {
            return new Problem(ProblemKind.STOPPING, cause.getMessage()).retryAfterSeconds(2);
        }
        return new CompletionException(cause);
    }
}
