package dev.millrace.datasets;

import dev.millrace.stream.event.JsonRows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** The payment stream in a file, with the label in each row. */
public final class PaymentFile {
    private static final long MOST_CENTS_EXACT = 1L << 53;

    private PaymentFile() {}

    /** Writes the first payments as CSV; the same bytes for the same seed. */
    public static void writeCsv(PaymentStream stream, Path path, long payments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            writeCsv(stream, out, payments);
        }
    }

    /** Writes the first payments as CSV and leaves the stream open. */
    public static void writeCsv(PaymentStream stream, OutputStream out, long payments) throws IOException {
        out.write("at,card,amount,merchant,country,channel,fraud\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder line = new StringBuilder();
        each(stream, payments, payment -> {
            line.setLength(0);
            line.append(Instant.ofEpochMilli(payment.atMillis()))
                    .append(',')
                    .append(payment.cardName())
                    .append(',');
            cents(payment.amount(), line);
            line.append(',').append(payment.merchant()).append(',').append(payment.country());
            line.append(',')
                    .append(payment.channel())
                    .append(',')
                    .append(payment.fraud())
                    .append('\n');
            out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        });
    }

    /** Writes the first payments as a JSON object on each line. */
    public static void writeNdjson(PaymentStream stream, Path path, long payments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            each(stream, payments, payment -> {
                out.write(JsonRows.toJson(PaymentStream.row(payment, 0, payment.index(), true)));
                out.write('\n');
            });
        }
    }

    private interface Taker {
        void take(Payment payment) throws IOException;
    }

    private static void each(PaymentStream stream, long payments, Taker taker) throws IOException {
        if (payments < 0) {
            throw new IllegalArgumentException("the number of payments is not negative, got " + payments);
        }
        long written = 0;
        for (long slot = 0; written < payments; slot++) {
            Payment[] made = stream.slot(slot);
            for (int i = 0; i < made.length && written < payments; i++, written++) {
                taker.take(made[i]);
            }
        }
    }

    private static void cents(double amount, StringBuilder line) {
        long cents = Math.round(amount * 100);
        if (cents >= MOST_CENTS_EXACT) {
            throw new IllegalStateException(String.format(Locale.ROOT, "an amount of %s has no exact cents", amount));
        }
        line.append(cents / 100)
                .append('.')
                .append((char) ('0' + cents / 10 % 10))
                .append((char) ('0' + cents % 10));
    }
}
