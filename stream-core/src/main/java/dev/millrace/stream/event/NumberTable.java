package dev.millrace.stream.event;

import java.util.Arrays;

/**
 * The numbers of many rows, column by column; NaN is missing. What is asked about many rows at once goes through this: a loop
 * down a column has one weight, one mean and so on for all rows, and becomes vector code, where a loop along 30 numbers of a
 * row does not. Reused: {@link #resize} keeps the arrays that are large enough.
 *
 * <p>Whoever fills it leaves it alone while others read it. Threading: one writer, then any readers.
 */
public final class NumberTable {
    private static final double[] NOTHING = {};

    private final double[][] columns;
    private int rows;

    public NumberTable(int columns) {
        if (columns < 0) {
            throw new IllegalArgumentException("a table has no fewer than 0 columns, got " + columns);
        }
        this.columns = new double[columns][];
        Arrays.fill(this.columns, NOTHING);
    }

    private NumberTable(double[][] columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public int columns() {
        return columns.length;
    }

    public int rows() {
        return rows;
    }

    /** Makes it as many rows long. What stands in them is anything until every column is filled. */
    public void resize(int to) {
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length < to) {
                columns[c] = new double[to];
            }
        }
        rows = to;
    }

    /** The live array of a column, at least as long as there are rows. */
    public double[] column(int column) {
        return columns[column];
    }

    /** A table of some columns of this one, the same arrays: it changes with this one, up to the next {@link #resize}. */
    public NumberTable select(int[] which) {
        double[][] selected = new double[which.length][];
        for (int c = 0; c < which.length; c++) {
            selected[c] = columns[which[c]];
        }
        return new NumberTable(selected, rows);
    }

    /**
     * Copies one row.
     *
     * @param to by column
     */
    public void copyRow(int row, double[] to) {
        for (int c = 0; c < columns.length; c++) {
            to[c] = columns[c][row];
        }
    }
}
