package dev.millrace.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Columns under a heading: the first to the left, the others to the right unless said otherwise. Threading: one caller. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final int leftColumns;

    /** @param leftColumns how many columns, from the first, stand to the left */
    public TextTable(int leftColumns, String... heading) {
        this.leftColumns = leftColumns;
        rows.add(List.of(heading));
    }

    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of "
                    + rows.get(0).size());
        }
        rows.add(List.of(cells));
    }

    /** The lines of the table, columns two spaces apart, nothing behind the last word. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String space = " ".repeat(widths[column] - width(cell));
                line.append(column == 0 ? "" : "  ").append(column < leftColumns ? cell + space : space + cell);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
