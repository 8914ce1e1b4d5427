package dev.millrace.ml.learner;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Numbers that were appended while a learner lived, kept out of what it does until each has been seen often enough to know
 * where it lies: a learner that measured the very first of them from 0 would forget what is usual. Mean and variance of each
 * are learned meanwhile (Welford), in one group or several. Values are weighed alike, whatever has faded since.
 *
 * <p>Cost: O(numbers held) an event; nothing once all are let in. Threading: one caller; {@link #hide} shares nothing.
 */
public final class HeldNumbers {
    private static final int CELLS = 3;

    private final int groups;

    /** Slots that are held, ascending. */
    private int[] slots = {};

    /** Weight, mean and sum of squares, by group, then place among the slots. */
    private double[] moments = {};

    /** @param groups how many means each number has, at least 1 */
    public HeldNumbers(int groups) {
        this.groups = groups;
    }

    public boolean isEmpty() {
        return slots.length == 0;
    }

    /** Slots that are held, ascending; a copy. */
    public int[] slots() {
        return slots.clone();
    }

    /** Holds the slots from one to before another, beside those that are held already and lie before them. */
    public void hold(int from, int to) {
        int before = slots.length;
        int now = before + to - from;
        int[] more = Arrays.copyOf(slots, now);
        for (int i = before; i < now; i++) {
            more[i] = from + i - before;
        }
        double[] wider = new double[groups * now * CELLS];
        for (int g = 0; g < groups; g++) {
            System.arraycopy(moments, g * before * CELLS, wider, g * now * CELLS, before * CELLS);
        }
        slots = more;
        moments = wider;
    }

    /** Holds nothing. */
    public void clear() {
        slots = new int[0];
        moments = new double[0];
    }

    /** Makes what is held missing: NaN. */
    public void hide(double[] values) {
        for (int slot : slots) {
            values[slot] = Double.NaN;
        }
    }

    /** A group sees the numbers of an event. */
    public void observe(double[] numbers, int group, double weight) {
        for (int i = 0; i < slots.length; i++) {
            double value = numbers[slots[i]];
            if (Usable.isUsable(value)) {
                int at = (group * slots.length + i) * CELLS;
                moments[at] += weight;
                double before = value - moments[at + 1];
                moments[at + 1] += weight / moments[at] * before;
                moments[at + 2] += weight * before * (value - moments[at + 1]);
            }
        }
    }

    private int at(int group, int slot) {
        return (group * slots.length + Arrays.binarySearch(slots, slot)) * CELLS;
    }

    /** Weight that a group has seen of a slot that is held. */
    public double weight(int group, int slot) {
        return moments[at(group, slot)];
    }

    /** Its mean; NaN if none was seen. */
    public double mean(int group, int slot) {
        return weight(group, slot) > 0 ? moments[at(group, slot) + 1] : Double.NaN;
    }

    /** Its variance; 0 of less than one value. */
    public double variance(int group, int slot) {
        return weight(group, slot) > 0 ? moments[at(group, slot) + 2] / weight(group, slot) : 0;
    }

    /** Holds a slot no longer. */
    public void letIn(int slot) {
        int gone = Arrays.binarySearch(slots, slot);
        int[] fewer = new int[slots.length - 1];
        double[] rest = new double[groups * fewer.length * CELLS];
        for (int i = 0, to = 0; i < slots.length; i++) {
            if (i != gone) {
                fewer[to] = slots[i];
                for (int g = 0; g < groups; g++) {
                    int from = (g * slots.length + i) * CELLS;
                    System.arraycopy(moments, from, rest, (g * fewer.length + to) * CELLS, CELLS);
                }
                to++;
            }
        }
        slots = fewer;
        moments = rest;
    }

    public void snapshot(StateWriter out) {
        out.writeInts(slots);
        out.writeDoubles(moments);
    }

    public void restore(StateReader in) {
        slots = in.readInts();
        moments = in.readDoubles();
        if (moments.length != groups * slots.length * CELLS) {
            throw new BadState("moments of " + slots.length + " numbers in " + groups + " groups are not "
                    + moments.length + "; the snapshot is damaged or of other settings");
        }
    }
}
