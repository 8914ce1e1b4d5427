package dev.millrace.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.source.Collected;
import dev.millrace.stream.source.CsvFormat;
import dev.millrace.stream.source.CsvSource;
import dev.millrace.stream.source.NdjsonSource;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SchemaInference;
import dev.millrace.stream.source.SourceContract;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentStreamTest {
    private static final PaymentStream STREAM = new PaymentStream(7);
    private static final String PINNED = "baf1e8bdaa93eda1b957ad491bb822734cc5f2176aaa906ab5a315226a10d543";

    @TempDir
    Path folder;

    private static List<Payment> payments(long firstSlot, long slots) {
        List<Payment> payments = new ArrayList<>();
        for (long slot = firstSlot; slot < firstSlot + slots; slot++) {
            payments.addAll(List.of(STREAM.slot(slot)));
        }
        return payments;
    }

    @Test
    void theSameSeedGivesTheSameBytesOnEveryMachine() throws IOException {
        Path file = folder.resolve("payments.csv");
        PaymentFile.writeCsv(new PaymentStream(7), file, 2_000);
        assertThat(Files.readAllLines(file)).hasSize(2_001);
        assertThat(Datasets.sha256(file)).isEqualTo(PINNED);
        PaymentFile.writeCsv(new PaymentStream(8), file, 2_000);
        assertThat(Datasets.sha256(file)).isNotEqualTo(PINNED);
    }

    @Test
    void aboutOnePaymentInTwentyIsFraud() {
        for (long firstDay = 0; firstDay < 6; firstDay += 2) {
            List<Payment> payments = payments(firstDay * 144, 2 * 144);
            assertThat(payments).hasSize(2 * PaymentStream.perDay());
            double share = payments.stream().filter(Payment::fraud).count() / (double) payments.size();
            assertThat(share).isCloseTo(0.05, within(0.004));
        }
    }

    @Test
    void slotsFollowEachOtherWithoutGaps() {
        long index = 0;
        long at = 0;
        for (Payment payment : payments(0, 300)) {
            assertThat(payment.index()).isEqualTo(index++);
            assertThat(payment.atMillis()).isGreaterThanOrEqualTo(at);
            at = payment.atMillis();
        }
        for (long payment : new long[] {0, 1, 189, 190, 50_000, 1_000_000, 123_456_789}) {
            long slot = PaymentStream.slotOf(payment);
            assertThat(PaymentStream.paymentsBefore(slot)).isLessThanOrEqualTo(payment);
            assertThat(PaymentStream.paymentsBefore(slot + 1)).isGreaterThan(payment);
        }
    }

    @Test
    void nightsAreQuieterThanDays() {
        int night = STREAM.slot(144 - 48 + 3 * 6).length; // 03:00
        int evening = STREAM.slot(10 * 6).length; // 18:00
        assertThat(evening).isGreaterThan(3 * night);
    }

    /** Where frauds happen and how much they take. */
    private static Map<String, Double> profile(List<Payment> payments) {
        Map<String, Double> shares = new HashMap<>();
        List<Payment> frauds = payments.stream().filter(Payment::fraud).toList();
        for (Payment fraud : frauds) {
            shares.merge(fraud.merchant(), 1.0 / frauds.size(), Double::sum);
            if (fraud.amount() < 5) {
                shares.merge("small", 1.0 / frauds.size(), Double::sum);
            }
        }
        return shares;
    }

    @Test
    void thePatternsOfFraudChange() {
        Map<String, Double> testing = profile(payments(0, 2 * 144));
        Map<String, Double> travel = profile(payments(2 * 144, 2 * 144));
        Map<String, Double> drip = profile(payments(5 * 144, 144));
        assertThat(testing.get("small")).isGreaterThan(0.5);
        assertThat(travel.get("small")).isLessThan(0.2);
        assertThat(travel.get("travel")).isGreaterThan(0.6);
        assertThat(drip.get("travel")).isLessThan(0.2);
        assertThat(drip.get("electronics")).isGreaterThan(0.6);
        assertThat(testing.get("electronics")).isLessThan(0.3);
        Map<String, Double> dripBegins = profile(payments(4 * 144, 36));
        assertThat(dripBegins.get("travel"))
                .as("the old way fades out over half a day")
                .isBetween(0.25, 0.75);
        Map<String, Double> secondRound = profile(payments(11 * 144, 144));
        assertThat(secondRound.get("digital")).as("it comes back changed").isGreaterThan(0.6);
    }

    @Test
    void noSingleFieldGivesFraudAway() {
        List<Payment> payments = payments(0, 6 * 144);
        Map<String, int[]> byValue = new HashMap<>();
        for (Payment payment : payments) {
            for (String value : List.of(
                    payment.merchant(), payment.channel(), payment.country(), "c" + (int) Math.log(payment.amount()))) {
                byValue.computeIfAbsent(value, unseen -> new int[2])[payment.fraud() ? 1 : 0]++;
            }
        }
        byValue.values().stream()
                .filter(counts -> counts[0] + counts[1] > 500)
                .forEach(counts -> assertThat(counts[1]).isLessThan(counts[0]));
    }

    @Test
    void labelsComeMinutesLaterAndNameTheirPayment() {
        List<Event> events = Collected.of(new PaymentSource(STREAM, 3_000)).events;
        assertThat(events).hasSize(6_000);
        Map<Long, Row> rows = new HashMap<>();
        Set<Long> labelled = new HashSet<>();
        Map<Long, Payment> byTime = new HashMap<>();
        payments(0, 30).forEach(payment -> byTime.put(payment.index(), payment));
        long seen = 0;
        long paymentIndex = 0;
        Map<Long, Payment> byRecord = new HashMap<>();
        for (Event event : events) {
            if (event instanceof Row row) {
                assertThat(row.isMissing(row.schema().field("fraud"))).isTrue();
                rows.put(row.offset(), row);
                byRecord.put(row.offset(), byTime.get(paymentIndex++));
                seen = row.integer(0);
            } else if (event instanceof Feedback feedback) {
                EventId id = (EventId) feedback.event();
                Row row = rows.get(id.offset());
                Payment payment = byRecord.get(id.offset());
                assertThat(row).as("the payment comes before its label").isNotNull();
                assertThat(labelled.add(row.offset())).isTrue();
                assertThat(id.keyHash()).isEqualTo(StableHash.of(row.text(0)));
                assertThat(feedback.label()).isEqualTo(payment.fraud() ? "true" : "false");
                long delay = payment.knownAtMillis() - row.integer(0);
                assertThat(delay).isBetween(60_000L, 1_200_000L);
                assertThat(payment.knownAtMillis()).isGreaterThanOrEqualTo(seen);
            }
        }
        assertThat(rows).hasSize(3_000);
        assertThat(labelled).hasSize(3_000);
    }

    @Test
    void anyOffsetGivesTheSameRest() throws IOException {
        SourceContract.check(new PaymentSource(STREAM, 700));
        SourceContract.check(new PaymentSource(STREAM, 700).withLabelsInRows());
        SourceContract.check(new PaymentSource(STREAM, 0));
        PaymentSource endless = new PaymentSource(STREAM, PaymentSource.ENDLESS);
        long far = 5_000_000_000L;
        assertThat(first(endless, far + 1, 200))
                .isEqualTo(first(endless, far, 201).subList(1, 201));
        assertThat(endless.expectedRecords()).isEqualTo(-1);
    }

    private static List<String> first(PaymentSource source, long from, int count) {
        Collected<Event> read = new Collected<>();
        SourceReader<Event> reader = source.open(0, new Offset(1, from, from));
        try (reader) {
            reader.poll(read, count);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return read.all;
    }

    @Test
    void filesHoldTheLabelAndReadBackAsTheStream() throws IOException {
        List<String> stream = Collected.of(new PaymentSource(STREAM, 500).withLabelsInRows()).all;
        Path csv = folder.resolve("p.csv");
        PaymentFile.writeCsv(STREAM, csv, 500);
        assertThat(Collected.of(CsvSource.of(csv, PaymentStream.SCHEMA)).all).isEqualTo(stream);
        Path ndjson = folder.resolve("p.ndjson");
        PaymentFile.writeNdjson(STREAM, ndjson, 500);
        assertThat(Collected.of(NdjsonSource.of(ndjson, PaymentStream.SCHEMA)).all)
                .isEqualTo(stream);
        assertThat(SchemaInference.ofCsv(csv, CsvFormat.COMMA, Map.of())).isEqualTo(PaymentStream.SCHEMA);
        assertThat(SchemaInference.ofNdjson(ndjson, Map.of("at", FieldType.TIME)))
                .isEqualTo(PaymentStream.SCHEMA);
    }

    @Test
    void aRateIsKeptByTheClock() throws IOException {
        ManualClock clock = new ManualClock(0);
        PaymentSource source = new PaymentSource(STREAM, PaymentSource.ENDLESS).atRate(100, clock);
        Collected<Event> read = new Collected<>();
        try (SourceReader<Event> reader = source.open(0, Offset.START)) {
            assertThat(reader.poll(read, 1000)).isEqualTo(SourceReader.Status.WAITING);
            clock.advanceMillis(500);
            assertThat(reader.poll(read, 1000)).isEqualTo(SourceReader.Status.WAITING);
        }
        assertThat(read.events).hasSize(51);
        assertThatThrownBy(() -> new PaymentSource(STREAM, 1).atRate(0, clock))
                .hasMessageContaining("rate is positive");
    }
}
