package dev.millrace.ml.feature;

import dev.millrace.stream.event.RecentTexts;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Codes of names in order of arrival: 0 … max − 1, and max for all others once those are given. O(1). */
final class Dictionary {
    /** Up to here a scan beats hashing: two or three names are the commonest dictionary (yes/no columns). */
    private static final int SCANNED = 4;

    private final int max;
    private final List<String> names = new ArrayList<>();

    /** Of each name, the event that brought it. */
    private final List<Arrival> arrivals = new ArrayList<>();

    private final Map<String, Integer> codes = new HashMap<>();

    /** Changed by what adds, so that whoever only asks may do so from any thread. */
    private final RecentTexts recent = new RecentTexts();

    Dictionary(int max) {
        this.max = max;
    }

    /** The code; for a name not seen before the one that it will get. −1 for null. */
    int code(String name) {
        if (name == null) {
            return -1;
        }
        int known = recent.find(name);
        return known == RecentTexts.NOT_FOUND ? lookUp(name) : known;
    }

    private int lookUp(String name) {
        int size = names.size();
        if (size <= SCANNED) {
            for (int i = 0; i < size; i++) {
                if (names.get(i).equals(name)) {
                    return i;
                }
            }
            return size;
        }
        Integer code = codes.get(name);
        return code == null ? size : code;
    }

    /** @param raw of the event that has the name */
    void add(String name, RawValues raw) {
        if (name != null && recent.find(name) == RecentTexts.NOT_FOUND) {
            meet(name, raw);
        }
    }

    private void meet(String name, RawValues raw) {
        int size = names.size();
        int code = lookUp(name);
        if (code == size && size < max) {
            append(name, raw.arrival());
        }
        if (code < names.size()) { // the code of all others is that of none
            recent.add(name, code);
        }
    }

    private void append(String name, Arrival at) {
        codes.put(name, names.size());
        names.add(name);
        arrivals.add(at);
    }

    /** Begins with names that others have met: those that are not here get the next codes, as far as there is room. */
    void begin(List<String> known) {
        for (String name : known) {
            if (names.size() < max && !codes.containsKey(name)) {
                append(name, Arrival.UNKNOWN);
            }
        }
    }

    /** By code; immutable. */
    List<String> names() {
        return List.copyOf(names);
    }

    /**
     * Takes over the names of others in the order of their arrival, while there is room: the codes, and the names without one, of a
     * dictionary that has seen all events.
     */
    void merge(List<Dictionary> parts) {
        List<Arrival.Met> all = Arrival.inOrder(
                parts.stream().map(part -> part.names).toList(),
                parts.stream().map(part -> part.arrivals).toList());
        for (Arrival.Met one : all) {
            if (names.size() < max && !codes.containsKey(one.name())) {
                append(one.name(), one.at());
            }
        }
    }

    /** The code that each of another's names has here; that for all others where it found no room. */
    int[] codesOf(Dictionary part) {
        return part.names.stream().mapToInt(this::code).toArray();
    }

    void snapshot(StateWriter out) {
        out.writeInt(names.size());
        for (int code = 0; code < names.size(); code++) {
            out.writeString(names.get(code));
            arrivals.get(code).write(out);
        }
    }

    /** @param arrivalsKnown whether the snapshot says where names came from */
    void restore(StateReader in, boolean arrivalsKnown) {
        names.clear();
        arrivals.clear();
        codes.clear();
        recent.clear();
        for (int i = in.readInt(); i > 0; i--) {
            String name = in.readString();
            append(name, arrivalsKnown ? Arrival.read(in) : Arrival.UNKNOWN);
        }
    }
}
