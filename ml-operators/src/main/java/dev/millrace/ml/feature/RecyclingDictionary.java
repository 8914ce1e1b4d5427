package dev.millrace.ml.feature;

import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import dev.millrace.stream.time.Timestamps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dictionary that forgets: codes 0 … max − 1 in order of arrival; once all are given, a new name gets the code of the
 * name that was not seen for the longest, if that is as long as the time to live, else the code max for "other". So the
 * names that matter now have codes, in a bounded span. What learners know about a code stays with the code. O(1), by a
 * list in the order of use. Missing names have the code −1.
 */
final class RecyclingDictionary implements Encoding {
    private final int slot;
    private final int max;
    private final long expireMillis;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();

    /** By code; event times, never falling from the oldest to the newest. */
    private final long[] seenMillis;

    private final int[] older;
    private final int[] newer;
    private int oldest = -1;
    private int newest = -1;
    private long nowMillis = Timestamps.NONE;

    RecyclingDictionary(int slot, int max, long expireMillis) {
        this.slot = slot;
        this.max = max;
        this.expireMillis = expireMillis;
        this.seenMillis = new long[max];
        this.older = new int[max];
        this.newer = new int[max];
    }

    @Override
    public void encode(RawValues raw, FeatureVector x) {
        String name = raw.names[slot];
        x.categories()[slot] = name == null ? -1 : code(name, Math.max(nowMillis, raw.timestampMillis));
    }

    /** The code of a name; of a new one the code that it will get. */
    private int code(String name, long atMillis) {
        Integer code = codes.get(name);
        if (code != null) {
            return code;
        }
        if (names.size() < max) {
            return names.size();
        }
        return atMillis != Timestamps.NONE && atMillis - expireMillis >= seenMillis[oldest] ? oldest : max;
    }

    @Override
    public void update(RawValues raw) {
        String name = raw.names[slot];
        nowMillis = Math.max(nowMillis, raw.timestampMillis);
        if (name == null) {
            return;
        }
        int code = code(name, nowMillis);
        if (code == max) {
            return;
        }
        if (code == names.size()) {
            names.add(name);
            codes.put(name, code);
        } else {
            unlink(code);
            if (!names.get(code).equals(name)) {
                codes.remove(names.set(code, name));
                codes.put(name, code);
            }
        }
        append(code, nowMillis);
    }

    private void unlink(int code) {
        if (older[code] < 0) {
            oldest = newer[code];
        } else {
            newer[older[code]] = newer[code];
        }
        if (newer[code] < 0) {
            newest = older[code];
        } else {
            older[newer[code]] = older[code];
        }
    }

    private void append(int code, long atMillis) {
        seenMillis[code] = atMillis;
        older[code] = newest;
        newer[code] = -1;
        if (newest < 0) {
            oldest = code;
        } else {
            newer[newest] = code;
        }
        newest = code;
    }

    @Override
    public String whyApart() {
        return null;
    }

    /** Keeps the names that anybody saw last. */
    @Override
    public void merge(List<? extends Encoding> parts) {
        SortedMap<String, Long> seen = new TreeMap<>();
        for (Encoding each : parts) {
            RecyclingDictionary part = (RecyclingDictionary) each;
            nowMillis = Math.max(nowMillis, part.nowMillis);
            part.codes.forEach((name, code) -> seen.merge(name, part.seenMillis[code], Math::max));
        }
        List<String> kept = new ArrayList<>(seen.keySet());
        kept.sort(Comparator.comparing((String name) -> -seen.get(name))); // stable: of equals the first by name
        kept = new ArrayList<>(kept.subList(0, Math.min(max, kept.size())));
        Collections.reverse(kept);
        for (String name : kept) {
            codes.put(name, names.size());
            append(names.size(), seen.get(name));
            names.add(name);
        }
    }

    @Override
    public void align(Encoding part, Alignment alignment) {
        alignment.renumber(
                slot,
                ((RecyclingDictionary) part)
                        .names.stream()
                                .mapToInt(name -> codes.getOrDefault(name, max))
                                .toArray());
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeLong(nowMillis);
        out.writeInt(names.size());
        for (int code = oldest; code >= 0; code = newer[code]) {
            out.writeInt(code);
            out.writeLong(seenMillis[code]);
            out.writeString(names.get(code));
        }
    }

    @Override
    public void restore(StateReader in) {
        nowMillis = in.readLong();
        names.clear();
        codes.clear();
        oldest = -1;
        newest = -1;
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            names.add("");
        }
        for (int i = 0; i < size; i++) {
            int code = in.readInt();
            append(code, in.readLong());
            names.set(code, in.readString());
            codes.put(names.get(code), code);
        }
    }
}
