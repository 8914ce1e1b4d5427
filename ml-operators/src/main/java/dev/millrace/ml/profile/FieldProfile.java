package dev.millrace.ml.profile;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * What one field holds. A number is profiled by its value, a name by its most frequent value so far (its share changes),
 * the tokens of a sparse field by how many there are. Memory: up to {@value Names#MOST} different values. Threading: one
 * caller.
 */
public final class FieldProfile {
    private static final int LEARNED_FROM = 500;

    private final Field field;
    private final boolean sparse;
    private final Moments moments = new Moments();
    private final Names names = new Names();
    private final ChangeWatch watch = new ChangeWatch();
    private final OverTime overTime = new OverTime();
    private final List<String> first = new ArrayList<>();
    private String usual;
    private long missing;
    private long rows;

    FieldProfile(Field field, boolean sparse) {
        this.field = field;
        this.sparse = sparse;
    }

    void update(Row row) {
        rows++;
        if (row.isMissing(field)) {
            missing++;
            if (isNumeric() || sparse) {
                overTime.update(Double.NaN);
            } else {
                name(null);
            }
            return;
        }
        if (!isNumeric() && !sparse) {
            name(row.name(field));
            return;
        }
        double value = sparse ? tokens(row.text(field.slot())) : row.numeric(field);
        moments.update(value);
        if (isNumeric()) {
            names.add(field.type() == FieldType.NUMBER ? Double.toString(value) : row.name(field));
        }
        watch.update(rows, value);
        overTime.update(value);
    }

    private double tokens(String text) {
        int count = 0;
        for (String token : text.split("[ \t]+")) {
            if (!token.isEmpty()) {
                int colon = token.lastIndexOf(':');
                names.add(colon > 0 ? token.substring(0, colon) : token);
                count++;
            }
        }
        return count;
    }

    /** Takes a name, null where it is missing; the most frequent of the first rows is the usual one. */
    private void name(String name) {
        if (name != null) {
            names.add(name);
        }
        if (usual != null) {
            isUsual(rows, name);
            return;
        }
        first.add(name);
        if (first.size() >= LEARNED_FROM) {
            decide();
        }
    }

    private void decide() {
        if (usual != null || names.distinct() == 0) {
            return;
        }
        usual = names.top(1).get(0).name();
        for (int i = 0; i < first.size(); i++) {
            isUsual(rows - first.size() + i + 1, first.get(i));
        }
        first.clear();
    }

    private void isUsual(long row, String name) {
        if (name == null) {
            overTime.update(Double.NaN);
        } else {
            watch.update(row, name.equals(usual) ? 1 : 0);
            overTime.update(name.equals(usual) ? 1 : 0);
        }
    }

    public Field field() {
        return field;
    }

    /** Whether it holds tokens, {@code name:value}. */
    public boolean isSparse() {
        return sparse;
    }

    /** Whether it holds numbers or times. */
    public boolean isNumeric() {
        return !sparse && field.type() != FieldType.TEXT && field.type() != FieldType.BOOLEAN;
    }

    public long missing() {
        return missing;
    }

    /** Of its values, or of the number of tokens in a row; empty for names. */
    public Moments moments() {
        return moments;
    }

    /** Its values, or the names of its tokens. */
    public Names names() {
        return names;
    }

    /** Rows, from 1, at which its mean, or the share of its usual name, has changed. */
    public List<Long> changes() {
        decide(); // a short stream
        return watch.changes();
    }

    /** Its mean, or the share of its usual name, over 10 to 20 equal stretches of the stream. */
    public List<Double> overTime() {
        decide();
        return overTime.means();
    }
}
