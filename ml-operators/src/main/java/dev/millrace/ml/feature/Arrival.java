package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the event stands that brought a name: what orders the names of several partitions as one that has seen all events would
 * have met them. Exact where the events come from one log or file, or from several one after the other; of sources that are read side by side
 * nobody knows which came first, and they are ordered by number.
 */
public record Arrival(int source, int sourcePartition, long offset) implements Comparable<Arrival> {
    /** Of names in states from before places were kept: before all others. */
    public static final Arrival UNKNOWN = new Arrival(-1, -1, -1);

    private static final Comparator<Arrival> ORDER = Comparator.comparingInt(Arrival::source)
            .thenComparingInt(Arrival::sourcePartition)
            .thenComparingLong(Arrival::offset);

    @Override
    public int compareTo(Arrival other) {
        return ORDER.compare(this, other);
    }

    public void write(StateWriter out) {
        out.writeInt(source);
        out.writeInt(sourcePartition);
        out.writeLong(offset);
    }

    public static Arrival read(StateReader in) {
        return new Arrival(in.readInt(), in.readInt(), in.readLong());
    }

    /**
     * A name that a partition has met.
     *
     * @param number there
     */
    public record Met(String name, int number, int partition, Arrival at) {}

    /**
     * Names of several partitions in the order of their arrival; of equals the one with the smaller number first, then that of the first
     * partition. A name that several have met is there as often.
     *
     * @param names by partition, then number
     * @param arrivals of these names
     */
    public static List<Met> inOrder(List<List<String>> names, List<List<Arrival>> arrivals) {
        List<Met> all = new ArrayList<>();
        for (int p = 0; p < names.size(); p++) {
            for (int n = 0; n < names.get(p).size(); n++) {
                all.add(new Met(names.get(p).get(n), n, p, arrivals.get(p).get(n)));
            }
        }
        all.sort(Comparator.comparing(Met::at).thenComparingInt(Met::number).thenComparingInt(Met::partition));
        return all;
    }
}
