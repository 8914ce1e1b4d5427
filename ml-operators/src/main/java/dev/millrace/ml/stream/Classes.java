package dev.millrace.ml.stream;

import dev.millrace.stream.event.RecentTexts;
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

    private final Map<String, String> renames;
    private final List<String> names = new ArrayList<>();

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

    void add(String name) {
        int id = names.size();
        names.add(name);
        ids.put(name, id);
        renames.forEach((said, renamed) -> {
            if (renamed.equals(name)) {
                ids.put(said, id);
            }
        });
        published = List.copyOf(names);
    }

    /** Takes in the names of others: all first ones, then all second ones, and so on. */
    void merge(List<Classes> parts) {
        int most = parts.stream().mapToInt(Classes::size).max().orElse(0);
        for (int k = 0; k < most; k++) {
            for (Classes part : parts) {
                if (k < part.size() && !ids.containsKey(part.names.get(k))) {
                    add(part.names.get(k));
                }
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
        out.writeInt(names.size());
        names.forEach(out::writeString);
    }

    void restore(StateReader in) {
        names.clear();
        ids.clear();
        recent.clear();
        published = List.of();
        for (int i = in.readInt(); i > 0; i--) {
            add(in.readString());
        }
    }
}
