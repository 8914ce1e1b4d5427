package dev.millrace.datasets;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Feedback;
import dev.millrace.stream.event.StableHash;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * The payment stream as events, in the order in which they become known: a row for each payment, and minutes later in event
 * time a {@link Feedback} with its label, {@code true} or {@code false}. Or, as in a file, rows with their labels. One
 * partition, keyed by {@code card}; any offset is reached at the cost of three slots of ten minutes.
 */
public final class PaymentSource implements Source<Event> {
    /** The number of payments of a stream that never ends. */
    public static final long ENDLESS = Long.MAX_VALUE;

    private final PaymentStream stream;
    private final long payments;
    private final boolean labelsInRows;
    private final Clock clock;
    private final double perSecond;

    /**
     * @param payments how many, each with its label; or {@link #ENDLESS}
     */
    public PaymentSource(PaymentStream stream, long payments) {
        this(stream, payments, false, null, Double.POSITIVE_INFINITY);
    }

    private PaymentSource(PaymentStream stream, long payments, boolean labelsInRows, Clock clock, double perSecond) {
        if (payments < 0) {
            throw new IllegalArgumentException("the number of payments is not negative, got " + payments);
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("the rate is positive, got " + perSecond + " events a second");
        }
        this.stream = Objects.requireNonNull(stream, "stream");
        this.payments = payments;
        this.labelsInRows = labelsInRows;
        this.clock = clock;
        this.perSecond = perSecond;
    }

    /** The same payments, with the label in the row and no feedback. */
    public PaymentSource withLabelsInRows() {
        return new PaymentSource(stream, payments, true, clock, perSecond);
    }

    /** The same events, no faster than so many a second, counted from where a reader was opened. */
    public PaymentSource atRate(double eventsPerSecond, Clock paceClock) {
        return new PaymentSource(
                stream, payments, labelsInRows, Objects.requireNonNull(paceClock, "clock"), eventsPerSecond);
    }

    @Override
    public String describe() {
        return "payments(seed " + stream.seed() + ", " + (payments == ENDLESS ? "endless" : payments + " payments")
                + (labelsInRows ? ", labels in rows)" : ", labels later)");
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public boolean isLive() {
        return clock != null;
    }

    @Override
    public long expectedRecords() {
        return payments == ENDLESS ? -1 : labelsInRows ? payments : 2 * payments;
    }

    @Override
    public SourceReader<Event> open(int partition, Offset from) {
        Objects.checkIndex(partition, 1);
        return new Reader(from);
    }

    /** Records before a slot: its payments, and the labels of the payments of the slot before it. */
    private long recordsBefore(long slot) {
        return PaymentStream.paymentsBefore(slot) + (labelsInRows ? 0 : PaymentStream.paymentsBefore(slot - 1));
    }

    /** A slot's records: whose payment or label comes when. */
    private record Slot(Payment[] payments, Payment[] labelled, long firstRecord, long[] paymentRecords, int records) {}

    private final class Reader implements SourceReader<Event> {
        private final int source;
        private final long firstRecord;
        private final long startNanos;
        private long records;
        private long slotNumber;
        private Slot before; // the slot before: its payments' labels come in this one
        private Slot slot;
        private int nextPayment;
        private int nextLabel;

        Reader(Offset from) {
            this.source = from.part();
            this.records = from.records();
            this.firstRecord = from.records();
            this.startNanos = clock == null ? 0 : clock.nanos();
            this.slotNumber = slotOfRecord(records);
            this.before = make(slotNumber - 1, stream.slot(slotNumber - 2));
            enter();
            long skip = records - slot.firstRecord();
            records = slot.firstRecord();
            for (long i = 0; i < skip; i++) {
                step(null);
            }
        }

        private long slotOfRecord(long record) {
            long low = 0;
            long high = PaymentStream.slotOf(record) + 1; // a record's slot is never behind that of as many payments
            while (high - low > 1) {
                long middle = (low + high) >>> 1;
                if (recordsBefore(middle) <= record) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private void enter() {
            slot = make(slotNumber, before.payments());
            nextPayment = 0;
            nextLabel = 0;
        }

        /** Merges a slot's payments with the labels of the payments before; a payment comes first at the same time. */
        private Slot make(long number, Payment[] previous) {
            Payment[] made = stream.slot(number);
            Payment[] labelled = labelsInRows ? new Payment[0] : previous.clone();
            Arrays.sort(
                    labelled, Comparator.comparingLong(Payment::knownAtMillis).thenComparingLong(Payment::index));
            long first = number < 0 ? 0 : recordsBefore(number);
            long[] places = new long[made.length];
            int label = 0;
            for (int i = 0; i < made.length; i++) {
                while (label < labelled.length && labelled[label].knownAtMillis() < made[i].atMillis()) {
                    label++;
                }
                places[i] = first + i + label;
            }
            return new Slot(made, labelled, first, places, made.length + labelled.length);
        }

        @Override
        public Status poll(Sink<Event> sink, int most) {
            int given = 0;
            while (given < most) {
                if (isOver()) {
                    return Status.ENDED;
                }
                if (clock != null && records >= due()) {
                    return Status.WAITING;
                }
                given += step(sink) ? 1 : 0;
            }
            return isOver() ? Status.ENDED : Status.READY;
        }

        private long due() {
            double passed = (clock.nanos() - startNanos) * 1e-9 * perSecond;
            return passed >= Long.MAX_VALUE - firstRecord - 1 ? Long.MAX_VALUE : firstRecord + 1 + (long) passed;
        }

        /** Whether all payments and labels that belong to this source have come. */
        private boolean isOver() {
            if (payments == ENDLESS) {
                return false;
            }
            long lastSlot = payments == 0 ? -1 : PaymentStream.slotOf(payments - 1) + (labelsInRows ? 0 : 1);
            return slotNumber > lastSlot
                    || labelsInRows && records >= payments
                    || slotNumber == lastSlot && nothingLeft();
        }

        private boolean nothingLeft() {
            for (int i = nextLabel; i < slot.labelled().length; i++) {
                if (slot.labelled()[i].index() < payments) {
                    return false;
                }
            }
            return nextPayment == slot.payments().length || slot.payments()[nextPayment].index() >= payments;
        }

        /** Moves over a record, and gives it out if there is a sink and the record belongs to this source. */
        private boolean step(Sink<Event> sink) {
            boolean given;
            if (nextPayment < slot.payments().length && slot.paymentRecords()[nextPayment] == records) {
                Payment payment = slot.payments()[nextPayment++];
                given = sink != null && payment.index() < payments;
                if (given) {
                    sink.event(PaymentStream.row(payment, source, records, labelsInRows), Timestamps.NONE);
                }
            } else {
                Payment payment = slot.labelled()[nextLabel++];
                given = sink != null && payment.index() < payments;
                if (given) {
                    sink.event(label(payment), Timestamps.NONE);
                }
            }
            records++;
            if (records == slot.firstRecord() + slot.records()) {
                before = slot;
                slotNumber++;
                enter();
            }
            return given;
        }

        private Feedback label(Payment payment) {
            long row = before.paymentRecords()[(int) (payment.index() - before.payments()[0].index())];
            EventId id = new EventId(source, 0, row, StableHash.of(payment.cardName()));
            return new Feedback(source, 0, records, id, payment.fraud() ? "true" : "false");
        }

        @Override
        public Offset offset() {
            return new Offset(source, records, records);
        }

        @Override
        public void close() {}
    }
}
