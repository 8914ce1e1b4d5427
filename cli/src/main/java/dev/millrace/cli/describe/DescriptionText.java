package dev.millrace.cli.describe;

import dev.millrace.cli.console.Figures;
import dev.millrace.cli.console.TextTable;
import dev.millrace.ml.profile.FieldProfile;
import dev.millrace.ml.profile.LabelProfile;
import dev.millrace.ml.profile.Names;
import dev.millrace.stream.event.FieldType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A description in lines for a person. */
public final class DescriptionText {
    private static final int MOST_CLASSES = 20;
    private static final int MOST_NAMES = 3;
    private static final int LONGEST_NAME = 20;
    private static final int MOST_CHANGES = 3;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private DescriptionText() {}

    public static List<String> of(Description description) {
        List<String> lines = new ArrayList<>();
        long rows = description.profile().rows();
        lines.add(description.stream() + " · " + Figures.count(rows) + (rows == 1 ? " row" : " rows")
                + (description.isWhole() ? "" : " read, there are more (--rows)"));
        if (description.refused() > 0) {
            lines.add(Figures.count(description.refused()) + " refused; the first: " + description.firstRefused());
        }
        TextTable table = new TextTable(
                2, "field", "type", "missing", "distinct", "least", "mean", "most", "std", "changes", "over time");
        for (FieldProfile field : description.profile().fields()) {
            row(table, field);
        }
        lines.addAll(table.lines());
        description.profile().label().ifPresent(label -> label(label, lines));
        return lines;
    }

    private static void row(TextTable table, FieldProfile field) {
        boolean time = field.field().type() == FieldType.TIME;
        boolean named = !field.isSparse() && !field.isNumeric();
        String type = field.isSparse() ? "sparse" : field.field().type().name().toLowerCase(Locale.ROOT);
        table.row(
                field.field().name(),
                type,
                field.missing() == 0 ? "0" : Figures.count(field.missing()),
                (field.names().isMore() ? "> " : "")
                        + Figures.count(field.names().distinct()),
                named ? names(field) : figure(field.moments().least(), time),
                named ? Figures.NONE : figure(field.moments().mean(), time),
                named ? Figures.NONE : figure(field.moments().most(), time),
                named || time ? Figures.NONE : figure(field.moments().standardDeviation(), false),
                changes(field.changes()),
                time ? "" : bars(field.overTime()));
    }

    private static String names(FieldProfile field) {
        List<String> parts = new ArrayList<>();
        for (Names.Counted name : field.names().top(MOST_NAMES)) {
            String shown = name.name().length() > LONGEST_NAME
                    ? name.name().substring(0, LONGEST_NAME - 1) + "…"
                    : name.name();
            parts.add(shown + " " + percent(name.share()));
        }
        return parts.isEmpty() ? Figures.NONE : String.join(", ", parts);
    }

    private static void label(LabelProfile label, List<String> lines) {
        lines.add("");
        List<Names.Counted> classes = label.classes();
        lines.add("label " + label.field().name() + " · "
                + (classes.size() == 1 ? "1 class" : Figures.count(classes.size()) + " classes") + " · majority "
                + percent(label.majority()) + " · no-change " + percent(label.noChange()) + " (shuffled: "
                + percent(label.noChangeShuffled()) + ") · runs of " + figure(label.meanRun(), false)
                + " · changes of shares " + changes(label.changes()));
        TextTable table = new TextTable(1, "class", "rows", "share", "over time");
        for (Names.Counted each : classes.subList(0, Math.min(MOST_CLASSES, classes.size()))) {
            table.row(
                    each.name(), Figures.count(each.count()), percent(each.share()), bars(label.overTime(each.name())));
        }
        lines.addAll(table.lines());
        if (classes.size() > MOST_CLASSES) {
            lines.add("and " + Figures.count(classes.size() - MOST_CLASSES) + " more");
        }
    }

    /** How many, and the rows of the first ones. */
    private static String changes(List<Long> rows) {
        if (rows.isEmpty()) {
            return "none";
        }
        List<String> first =
                rows.stream().limit(MOST_CHANGES).map(Figures::count).toList();
        return rows.size() + " at " + String.join(" ", first) + (rows.size() > MOST_CHANGES ? " …" : "");
    }

    /** A bar for each mean, from the least of them to the most. */
    static String bars(List<Double> means) {
        double least =
                means.stream().filter(m -> !m.isNaN()).mapToDouble(m -> m).min().orElse(0);
        double most =
                means.stream().filter(m -> !m.isNaN()).mapToDouble(m -> m).max().orElse(0);
        StringBuilder bars = new StringBuilder();
        for (double mean : means) {
            int height = most > least ? (int) Math.round((mean - least) / (most - least) * (BARS.length() - 1)) : 0;
            bars.append(Double.isNaN(mean) ? ' ' : BARS.charAt(height));
        }
        return bars.toString();
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? Figures.NONE : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String figure(double value, boolean time) {
        if (Double.isNaN(value)) {
            return Figures.NONE;
        }
        if (time) {
            return Instant.ofEpochMilli((long) value).toString();
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e9) {
            return Long.toString((long) value);
        }
        return size >= 1e9 || size < 1e-3
                ? String.format(Locale.ROOT, "%.3e", value)
                : String.format(Locale.ROOT, size >= 100 ? "%.1f" : "%.4f", value);
    }
}
