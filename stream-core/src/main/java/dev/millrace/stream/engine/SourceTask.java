package dev.millrace.stream.engine;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.plan.Node;
import dev.millrace.stream.plan.TimePolicy;
import dev.millrace.stream.plan.TimestampAssigner;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.source.SourceReader;
import dev.millrace.stream.time.Clock;
import dev.millrace.stream.time.Timestamps;
import dev.millrace.stream.time.WatermarkGenerator;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A partition of a source with the operators in front of the first exchange: reads slice by slice, gives events their
 * times, places watermarks, and is where barriers start.
 */
final class SourceTask extends Task implements SourceReader.Sink<Object> {
    /** Records read before the worker looks after its other tasks again: rows still in the cache gained 15 % over 1024. */
    private static final int SLICE = 256;

    private final String key;
    private final Node.SourceNode node;
    private final TimestampAssigner<Object> timestamps;
    private final TimePolicy time;
    private final Clock clock;
    private final Alignment alignment;
    private final int alignmentIndex;
    private final Consumer<DeadLetter> deadLetters;
    private final WatermarkGenerator watermarks;
    private final Receiver[] receivers;
    private final SourceReader<?> reader;

    /** Where all events go and nowhere else, so that they may come back; null if there is more than that. */
    private final Sender onlySender;

    private long cutNumber;
    private long waitingSinceNanos = -1;
    private boolean idle;

    /** Given by the reader, good and bad; an offset does not tell where a sequence has gone on to its next part. */
    private long records;

    private boolean ended;

    /** What other threads may see; written in order by the task. */
    private volatile Progress progress;

    /** Where a source partition stands. */
    record Progress(Offset offset, long records, long watermarkMillis, boolean ended) {}

    @SuppressWarnings("unchecked") // the builder of plans has checked that types fit
    SourceTask(
            Node.SourceNode node,
            int partition,
            OperatorChain chain,
            CheckpointCoordinator checkpoints,
            Source<?> source,
            SourcePosition from,
            Clock clock,
            Alignment alignment,
            int alignmentIndex,
            Consumer<DeadLetter> deadLetters)
            throws IOException {
        super(node.name() + '/' + partition, chain, checkpoints);
        this.key = node.name() + '/' + partition;
        this.node = node;
        this.timestamps = (TimestampAssigner<Object>) node.timestamps();
        this.time = node.time();
        this.clock = clock;
        this.alignment = alignment;
        this.alignmentIndex = alignmentIndex;
        this.deadLetters = deadLetters;
        this.watermarks = new WatermarkGenerator(time.outOfOrderMillis(), time.granularityMillis());
        this.receivers = chain.entry(null);
        this.onlySender = receivers.length == 1 && receivers[0] instanceof Sender sender ? sender : null;
        if (onlySender != null) {
            onlySender.wantSpares();
        }
        Offset start = Offset.START;
        if (from != null) {
            start = from.offset();
            if (from.watermarkMillis() != Timestamps.AFTER_ALL) {
                watermarks.restore(from.maxTimestampMillis(), from.watermarkMillis());
            }
        }
        this.reader = source.open(partition, start);
        this.progress = new Progress(start, 0, watermarks.watermarkMillis(), false);
    }

    String key() {
        return key;
    }

    Progress progress() {
        return progress;
    }

    /** Tells the operators how far event time had come when the version was made; before the first run. */
    void replayWatermark() {
        if (watermarks.watermarkMillis() != Timestamps.BEFORE_ALL) {
            chain.restoredWatermark(watermarks.watermarkMillis());
        }
    }

    @Override
    boolean work() throws IOException {
        long wanted = checkpoints.requested();
        boolean worked = false;
        if (wanted > cutNumber) {
            cutNumber = wanted;
            checkpoints.position(wanted, key, position());
            cut(wanted);
            worked = true;
        }
        if (ended || checkpoints.isStopping() || alignment.isHeld(alignmentIndex)) {
            return worked;
        }
        Offset before = reader.offset();
        SourceReader.Status status = read();
        Offset after = reader.offset();
        boolean moved = !after.equals(before);
        if (moved) {
            progress = new Progress(after, records, watermarks.watermarkMillis(), false);
            alignment.advance(alignmentIndex, watermarks.watermarkMillis());
        }
        if (status == SourceReader.Status.ENDED) {
            end();
            return true;
        }
        if (!moved && status == SourceReader.Status.WAITING) {
            alignment.leave(alignmentIndex);
        }
        return watchIdleness(status, moved) || moved || worked;
    }

    @SuppressWarnings("unchecked") // a source's reader gives that source's events
    private SourceReader.Status read() throws IOException {
        return ((SourceReader<Object>) reader).poll(this, SLICE);
    }

    @Override
    public void event(Object event, long arrivalMillis) {
        records++;
        long timestamp;
        try {
            timestamp = timestamps.timestampMillis(event, arrivalMillis);
        } catch (RuntimeException e) {
            deadLetters.accept(
                    DeadLetter.of(node.name(), event, "bad-time", "its time cannot be read: " + e.getMessage()));
            return;
        }
        if (arrivalMillis != Timestamps.NONE
                && timestamp != Timestamps.NONE
                && timestamp - arrivalMillis > time.maxAheadMillis()) {
            refuseFuture(event, timestamp, arrivalMillis);
            return;
        }
        if (onlySender != null) {
            onlySender.accept(event, timestamp);
        } else {
            for (Receiver receiver : receivers) {
                receiver.accept(event, timestamp);
            }
        }
        if (timestamp != Timestamps.NONE && watermarks.onEvent(timestamp)) {
            runWatermark(watermarks.watermarkMillis());
        }
    }

    @Override
    public Object spare() {
        return onlySender == null ? null : onlySender.spare();
    }

    @Override
    public void reject(DeadLetter letter) {
        records++;
        deadLetters.accept(letter);
    }

    @Override
    boolean isFinished() {
        return ended && !chain.isWatermarkPending() && !chain.isWaiting();
    }

    @Override
    void close() throws IOException {
        super.close();
        reader.close();
    }

    private SourcePosition position() {
        long watermark = ended ? Timestamps.AFTER_ALL : watermarks.watermarkMillis();
        return new SourcePosition(reader.offset(), watermark, watermarks.maxTimestampMillis());
    }

    private void runWatermark(long watermarkMillis) {
        if (!chain.watermark(watermarkMillis)) {
            throw new IllegalStateException("an operator in front of the first exchange of source '" + node.name()
                    + "' paused in a watermark though there is room; key the stream before windows");
        }
    }

    private void end() {
        ended = true;
        alignment.leave(alignmentIndex);
        runWatermark(Timestamps.AFTER_ALL);
        progress = new Progress(reader.offset(), progress.records(), Timestamps.AFTER_ALL, true);
    }

    /** An input that could be read and had nothing for long enough is left out of the minimum. */
    private boolean watchIdleness(SourceReader.Status status, boolean moved) {
        if (time.idleAfterMillis() == 0 || moved || status != SourceReader.Status.WAITING) {
            waitingSinceNanos = -1;
            idle &= !moved;
            return false;
        }
        if (waitingSinceNanos < 0) {
            waitingSinceNanos = clock.nanos();
            return false;
        }
        if (!idle && clock.nanos() - waitingSinceNanos >= time.idleAfterMillis() * 1_000_000L) {
            idle = true;
            chain.mark(Batch.IDLE, 0);
            return true;
        }
        return false;
    }

    private void refuseFuture(Object event, long timestamp, long arrivalMillis) {
        deadLetters.accept(DeadLetter.of(
                node.name(),
                event,
                "time-too-far-ahead",
                "event time " + timestamp + " lies " + (timestamp - arrivalMillis)
                        + " ms ahead of its arrival, more than" + " the " + time.maxAheadMillis()
                        + " ms allowed; check the sender's clock or set time.max-ahead"));
    }
}
