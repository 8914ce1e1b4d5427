package dev.millrace.ml.profile;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the classes of a stream are like: their shares, how often the last label comes again (what no-change would be right
 * in), and where shares change. Threading: one caller.
 */
public final class LabelProfile {
    /** Classes, in order of arrival, whose shares are watched. */
    private static final int WATCHED = 20;

    private final Field field;
    private final Names names = new Names();
    private final Map<String, ChangeWatch> watches = new LinkedHashMap<>();
    private final Map<String, OverTime> overTime = new LinkedHashMap<>();
    private String last;
    private long labelled;
    private long repeated;
    private long runs;
    private long rows;

    LabelProfile(Field field) {
        this.field = field;
    }

    void update(Row row) {
        rows++;
        if (row.isMissing(field)) {
            return;
        }
        String name = row.name(field);
        labelled++;
        names.add(name);
        repeated += name.equals(last) ? 1 : 0;
        runs += name.equals(last) ? 0 : 1;
        last = name;
        if (watches.size() < WATCHED && !watches.containsKey(name)) {
            watches.put(name, new ChangeWatch());
            overTime.put(name, new OverTime());
            for (long before = 1; before < labelled; before++) {
                overTime.get(name).update(0);
            }
        }
        watches.forEach((known, watch) -> watch.update(rows, known.equals(name) ? 1 : 0));
        overTime.forEach((known, means) -> means.update(known.equals(name) ? 1 : 0));
    }

    public Field field() {
        return field;
    }

    /** Rows that have a label. */
    public long labelled() {
        return labelled;
    }

    /** Classes by how often they come. */
    public List<Names.Counted> classes() {
        return names.top(names.distinct());
    }

    /** Accuracy of always saying the most frequent class; NaN without labels. */
    public double majority() {
        return labelled == 0 ? Double.NaN : names.top(1).get(0).share();
    }

    /** Accuracy of repeating the last label, the first row counted as wrong; NaN without labels. */
    public double noChange() {
        return labelled == 0 ? Double.NaN : (double) repeated / labelled;
    }

    /** Accuracy that repeating would have if the same labels came in random order; NaN without labels. */
    public double noChangeShuffled() {
        return labelled == 0
                ? Double.NaN
                : classes().stream()
                        .mapToDouble(each -> each.share() * each.share())
                        .sum();
    }

    /** Mean length of runs of equal labels; NaN without labels. */
    public double meanRun() {
        return runs == 0 ? Double.NaN : (double) labelled / runs;
    }

    /** Rows, from 1, at which the share of a class has changed. */
    public List<Long> changes() {
        TreeSet<Long> all = new TreeSet<>();
        watches.values().forEach(watch -> all.addAll(watch.changes()));
        return new ArrayList<>(all);
    }

    /** The share of a class over 10 to 20 equal stretches of the labelled rows; empty for one that came late. */
    public List<Double> overTime(String name) {
        return overTime.containsKey(name) ? overTime.get(name).means() : List.of();
    }
}
