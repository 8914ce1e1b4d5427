package dev.millrace.stream.window;

import dev.millrace.stream.Operator;
import dev.millrace.stream.Output;
import dev.millrace.stream.Tag;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;

/**
 * Windows of processing time: an event belongs to the time of the last tick before it, whatever its own time is, and a
 * window fires at the first tick at or after its end. Made by {@link WindowedAggregate#byClock}.
 *
 * <p>Ticks are recorded with a checkpoint, so a replay fires the same windows with the same events in them. Nothing is late,
 * but an event before the first tick, which no engine gives. When the stream ends, what is open fires.
 * Precision: the interval of ticks. Threading: the partition's thread.
 */
final class ClockWindowOperator<K, T, R> implements Operator<T, WindowResult<K, R>> {
    private final WindowOperator<K, T, R> windows;
    private long clockMillis = Timestamps.NONE;
    private boolean inTick;

    ClockWindowOperator(WindowOperator<K, T, R> windows) {
        this.windows = windows;
    }

    @Override
    public void open(Output<WindowResult<K, R>> output) {
        windows.open(new Output<>() {
            @Override
            public void emit(WindowResult<K, R> value, long timestampMillis) {
                output.emit(value, timestampMillis);
            }

            @Override
            public <S> void emit(Tag<S> side, S value, long timestampMillis) {
                output.emit(side, value, timestampMillis);
            }

            @Override
            public boolean isFull() {
                return !inTick && output.isFull(); // a tick cannot pause
            }
        });
    }

    @Override
    public void onEvent(T event, long timestampMillis) {
        windows.onEvent(event, clockMillis);
    }

    @Override
    public boolean onWatermark(long watermarkMillis) {
        return watermarkMillis != Timestamps.AFTER_ALL || windows.onWatermark(watermarkMillis);
    }

    @Override
    public void onTick(long tickMillis) {
        clockMillis = tickMillis;
        inTick = true;
        windows.onWatermark(tickMillis - 1);
        inTick = false;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeLong(clockMillis);
        windows.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        clockMillis = in.readLong();
        windows.restore(in);
    }
}
