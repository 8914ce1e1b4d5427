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

    void add(String name) {
        if (name == null || recent.find(name) != RecentTexts.NOT_FOUND) {
            return;
        }
        int size = names.size();
        int code = lookUp(name);
        if (code == size && size < max) {
            names.add(name);
            codes.put(name, size);
        }
        if (code < names.size()) { // the code of all others is that of none
            recent.add(name, code);
        }
    }

    /** By code; immutable. */
    List<String> names() {
        return List.copyOf(names);
    }

    /**
     * Takes over the names of others: all first names, then all second ones, and so on, so that each gives its oldest names while
     * there is room.
     */
    void merge(List<Dictionary> parts) {
        int longest = parts.stream().mapToInt(part -> part.names.size()).max().orElse(0);
        for (int code = 0; code < longest; code++) {
            for (Dictionary part : parts) {
                if (code < part.names.size()) {
                    add(part.names.get(code));
                }
            }
        }
    }

    /** The code that each of another's names has here; that for all others where it found no room. */
    int[] codesOf(Dictionary part) {
        return part.names.stream().mapToInt(this::code).toArray();
    }

    void snapshot(StateWriter out) {
        out.writeInt(names.size());
        names.forEach(out::writeString);
    }

    void restore(StateReader in) {
        names.clear();
        codes.clear();
        recent.clear();
        for (int i = in.readInt(); i > 0; i--) {
            String name = in.readString();
            codes.put(name, names.size());
            names.add(name);
        }
    }
}
