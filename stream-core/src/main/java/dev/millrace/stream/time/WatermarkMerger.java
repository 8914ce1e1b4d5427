package dev.millrace.stream.time;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * The watermark of a task with several inputs: the minimum over its active inputs, never going back.
 *
 * <p>An idle input is left out of the minimum; it rejoins once its own watermark has reached the task's, so it cannot hold
 * back what has already passed. When the last active input goes idle the watermark moves to the maximum of all. An input
 * that has ended ({@link Timestamps#AFTER_ALL}) is left out too: the others alone decide, and only when all have ended is
 * the merged watermark {@link Timestamps#AFTER_ALL}; an ended input next to idle ones therefore closes nothing that
 * those may still send.
 *
 * <p>O(inputs) per call. Threading: one caller.
 */
public final class WatermarkMerger {
    private final long[] watermarks;
    private final boolean[] idle;
    private final boolean[] ended;
    private long watermarkMillis = Timestamps.BEFORE_ALL;

    public WatermarkMerger(int inputs) {
        if (inputs < 1) {
            throw new IllegalArgumentException("a task has at least one input, got " + inputs);
        }
        watermarks = new long[inputs];
        Arrays.fill(watermarks, Timestamps.BEFORE_ALL);
        idle = new boolean[inputs];
        ended = new boolean[inputs];
    }

    /** The task's watermark, {@link Timestamps#BEFORE_ALL} until every active input has sent one. */
    public long watermarkMillis() {
        return watermarkMillis;
    }

    /** Whether this input is left out of the minimum because it had nothing. */
    public boolean isIdle(int input) {
        return idle[input];
    }

    /** Whether this input has ended: nothing comes from it any more. */
    public boolean hasEnded(int input) {
        return ended[input];
    }

    /**
     * An input's watermark has moved; a value smaller than its last is ignored. An idle input rejoins if it has reached
     * the task's watermark.
     *
     * @return whether the task's watermark has moved
     */
    public boolean onWatermark(int input, long millis) {
        if (millis == Timestamps.AFTER_ALL) {
            ended[input] = true;
        } else if (!ended[input]) {
            watermarks[input] = Math.max(watermarks[input], millis);
        }
        return onActive(input) || merge();
    }

    /**
     * An input has something again, without a new watermark: it rejoins if its own watermark has reached the task's.
     *
     * @return whether the task's watermark has moved
     */
    public boolean onActive(int input) {
        if (idle[input] && (ended[input] || watermarks[input] >= watermarkMillis)) {
            idle[input] = false;
            return merge();
        }
        return false;
    }

    /**
     * An input could be read and had nothing for long enough.
     *
     * @return whether the task's watermark has moved
     */
    public boolean onIdle(int input) {
        if (idle[input] || ended[input]) {
            return false;
        }
        idle[input] = true;
        return merge();
    }

    public void snapshot(StateWriter out) {
        out.writeLongs(watermarks);
        for (int i = 0; i < watermarks.length; i++) {
            out.writeByte((idle[i] ? 1 : 0) | (ended[i] ? 2 : 0));
        }
        out.writeLong(watermarkMillis);
    }

    public void restore(StateReader in) {
        long[] stored = in.readLongs();
        if (stored.length != watermarks.length) {
            throw new BadState("the stored watermark has " + stored.length + " inputs, the task has "
                    + watermarks.length + "; the plan has changed");
        }
        System.arraycopy(stored, 0, watermarks, 0, stored.length);
        for (int i = 0; i < watermarks.length; i++) {
            int marks = in.readByte();
            idle[i] = (marks & 1) != 0;
            ended[i] = (marks & 2) != 0;
        }
        watermarkMillis = in.readLong();
    }

    private boolean merge() {
        long least = Timestamps.AFTER_ALL;
        long most = Timestamps.BEFORE_ALL;
        boolean allEnded = true;
        boolean anyActive = false;
        for (int i = 0; i < watermarks.length; i++) {
            most = Math.max(most, watermarks[i]);
            allEnded &= ended[i];
            if (!ended[i] && !idle[i]) {
                anyActive = true;
                least = Math.min(least, watermarks[i]);
            }
        }
        long merged = allEnded ? Timestamps.AFTER_ALL : anyActive ? least : most;
        if (merged <= watermarkMillis) {
            return false;
        }
        watermarkMillis = merged;
        return true;
    }
}
