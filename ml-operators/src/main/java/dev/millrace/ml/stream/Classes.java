package dev.millrace.ml.stream;

import dev.millrace.ml.feature.Arrival;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.RecentTexts;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers of classes by what the stream calls them; in order of arrival, or closed. Threading: one caller. */
final class Classes {
    /** What is said is no class. */
    static final int UNKNOWN = -2;

    /** What snapshots begin with that know where names came from; others begin with how many there are. */
    private static final int FORMAT = -2;

    private final Map<String, String> renames;
    private final List<String> names = new ArrayList<>();

    /** Of each name, the event that brought it. */
    private final List<Arrival> arrivals = new ArrayList<>();

    /** Where the event stands that is at hand; see {@link Arrival}. */
    private int source = -1;

    private int sourcePartition = -1;
    private long offset = -1;

    /** By name, and by what the stream says. */
    private final Map<String, Integer> ids = new HashMap<>();

    private List<String> published = List.of();

    private final RecentTexts recent = new RecentTexts();

    Classes(Label label) {
        this.renames = label.classes();
        label.closedClasses().forEach(this::add);
    }

    /** The class of what was said; the next number for a new class of an open set; {@link #UNKNOWN} if there is none. */
    int find(String said) {
        int found = recent.find(said);
        if (found != RecentTexts.NOT_FOUND) {
            return found;
        }
        Integer id = ids.get(said);
        if (id != null) {
            recent.add(said, id);
            return id;
        }
        return renames.isEmpty() && !said.isBlank() ? names.size() : UNKNOWN;
    }

    /** From now on, what is new came with this event. */
    void at(Event event) {
        source = event.source();
        sourcePartition = event.sourcePartition();
        offset = event.offset();
    }

    /** The same, of an event that has waited. */
    void at(EventId event) {
        source = event.source();
        sourcePartition = event.sourcePartition();
        offset = event.offset();
    }

    void add(String name) {
        add(name, new Arrival(source, sourcePartition, offset));
    }

    private void add(String name, Arrival arrival) {
        int id = names.size();
        names.add(name);
        arrivals.add(arrival);
        ids.put(name, id);
        renames.forEach((said, renamed) -> {
            if (renamed.equals(name)) {
                ids.put(said, id);
            }
        });
        published = List.copyOf(names);
    }

    /** Takes in the names of others, in the order of their arrival. */
    void merge(List<Classes> parts) {
        List<Arrival.Met> all = Arrival.inOrder(
                parts.stream().map(part -> part.names).toList(),
                parts.stream().map(part -> part.arrivals).toList());
        for (Arrival.Met one : all) {
            if (!names.contains(one.name())) {
                add(one.name(), one.at());
            }
        }
    }

    /** The number here of each class of another; −1 for one that is not here. */
    int[] numbersOf(Classes part) {
        return part.names.stream().mapToInt(names::indexOf).toArray();
    }

    /** By number; immutable. */
    List<String> names() {
        return published;
    }

    int size() {
        return names.size();
    }

    void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeInt(names.size());
        for (int id = 0; id < names.size(); id++) {
            out.writeString(names.get(id));
            arrivals.get(id).write(out);
        }
    }

    void restore(StateReader in) {
        names.clear();
        arrivals.clear();
        ids.clear();
        recent.clear();
        published = List.of();
        int format = in.readInt();
        if (format < FORMAT) {
            throw new BadState("names of classes of format " + -format + "; this Millrace reads up to " + -FORMAT);
        }
        for (int i = format == FORMAT ? in.readInt() : format; i > 0; i--) {
            add(in.readString(), format == FORMAT ? Arrival.read(in) : Arrival.UNKNOWN);
        }
    }
}
