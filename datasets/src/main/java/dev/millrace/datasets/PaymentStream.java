package dev.millrace.datasets;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.time.Instant;
import java.util.Arrays;

/**
 * An endless stream of card payments, one in twenty fraudulent, made from a seed: the same on every JVM. Payments come
 * by day more than by night; cards have habits; the patterns of fraud change every other day (see {@link Fraudsters});
 * whether a payment was fraud becomes known 1 to 20 minutes after it.
 *
 * <p>Time is cut into slots of ten minutes, each made from a seed of its own, so any place is reached at the cost of one
 * slot. Threading: immutable, any thread.
 */
public final class PaymentStream {
    /** What a row of the stream holds; {@code fraud} is missing where the label comes later. */
    public static final Schema SCHEMA = Schema.builder()
            .time("at")
            .text("card")
            .number("amount")
            .text("merchant")
            .text("country")
            .text("channel")
            .bool("fraud")
            .build();

    /** When the first slot starts. */
    public static final long START_MILLIS =
            Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();

    static final long SLOT_MILLIS = 600_000;
    private static final int FIRST_SLOT_OF_DAY = 48; // 08:00
    private static final int SLOTS_PER_DAY = 144;
    private static final long LEAST_DELAY_MILLIS = 60_000;
    /** Payments in a slot, by hour of the day. */
    private static final int[] PER_SLOT = {
        110, 90, 75, 70, 70, 80, 110, 150, 190, 220, 240, 260, 290, 280, 250, 240, 250, 280, 310, 300, 250, 200, 160,
        130
    };
    /** Payments before each slot of a day that starts at 08:00; the last entry is the whole day's. */
    private static final int[] BEFORE_SLOT = new int[SLOTS_PER_DAY + 1];

    static {
        for (int slot = 0; slot < SLOTS_PER_DAY; slot++) {
            BEFORE_SLOT[slot + 1] = BEFORE_SLOT[slot] + PER_SLOT[hour(slot)];
        }
    }

    private final long seed;
    private final Cards cards;

    public PaymentStream(long seed) {
        this.seed = seed;
        this.cards = new Cards(seed);
    }

    public long seed() {
        return seed;
    }

    /** Payments in a day. */
    public static int perDay() {
        return BEFORE_SLOT[SLOTS_PER_DAY];
    }

    /** Payments before a slot. */
    static long paymentsBefore(long slot) {
        return slot <= 0 ? 0 : slot / SLOTS_PER_DAY * perDay() + BEFORE_SLOT[(int) (slot % SLOTS_PER_DAY)];
    }

    /** The slot of a payment. */
    static long slotOf(long payment) {
        int inDay = (int) (payment % perDay());
        int found = Arrays.binarySearch(BEFORE_SLOT, inDay);
        return payment / perDay() * SLOTS_PER_DAY + (found >= 0 ? found : -found - 2);
    }

    private static int hour(long slot) {
        return (int) ((slot + FIRST_SLOT_OF_DAY) % SLOTS_PER_DAY / 6);
    }

    /** The payments of a slot, by time. Empty before the first slot. */
    Payment[] slot(long slot) {
        if (slot < 0) {
            return new Payment[0];
        }
        Random64 random = new Random64(Random64.mix(Random64.seedOf(seed, "payments", 0) + slot));
        int hour = hour(slot);
        Payment[] payments = new Payment[PER_SLOT[hour]];
        long sinceStart = slot * SLOT_MILLIS;
        long[] millis = new long[payments.length];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = random.nextInt((int) SLOT_MILLIS);
        }
        Arrays.sort(millis);
        boolean[] frauds = frauds(payments.length, Fraudsters.share(sinceStart, hour), random);
        Fraudsters fraudsters = new Fraudsters(seed, cards, random);
        long first = paymentsBefore(slot);
        for (int i = 0; i < payments.length; i++) {
            long at = START_MILLIS + sinceStart + millis[i];
            Payment payment = frauds[i]
                    ? fraudsters.next(first + i, at, sinceStart + millis[i])
                    : cards.honest(first + i, at, hour, random);
            payments[i] = known(payment, millis[i], random);
        }
        return payments;
    }

    private static boolean[] frauds(int payments, double share, Random64 random) {
        int left = (int) (payments * share + random.nextDouble());
        boolean[] frauds = new boolean[payments];
        for (int i = 0; i < payments; i++) {
            if (random.nextInt(payments - i) < left) {
                frauds[i] = true;
                left--;
            }
        }
        return frauds;
    }

    /** What happened becomes known in the next slot: labels and payments of a slot then are two lists to merge. */
    private static Payment known(Payment p, long intoSlot, Random64 random) {
        long earliest = Math.max(LEAST_DELAY_MILLIS, SLOT_MILLIS - intoSlot);
        long delay = earliest + random.nextInt((int) (2 * SLOT_MILLIS - intoSlot - earliest));
        return new Payment(
                p.index(),
                p.atMillis(),
                p.card(),
                p.amount(),
                p.merchant(),
                p.country(),
                p.channel(),
                p.fraud(),
                p.atMillis() + delay);
    }

    /** A payment as a row at a place of a source. */
    static Row row(Payment payment, int source, long offset, boolean labelled) {
        Row row = new Row(SCHEMA, source, 0, offset);
        row.setInteger(0, payment.atMillis());
        row.setText(0, payment.cardName());
        row.setNumber(0, payment.amount());
        row.setText(1, payment.merchant());
        row.setText(2, payment.country());
        row.setText(3, payment.channel());
        if (labelled) {
            row.setInteger(1, payment.fraud() ? 1 : 0);
        }
        return row;
    }
}
