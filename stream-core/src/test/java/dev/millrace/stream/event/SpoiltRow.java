package dev.millrace.stream.event;

import java.util.Arrays;

/** Rows that somebody else has filled since: whoever has kept one reads what was never said. */
public final class SpoiltRow {
    private SpoiltRow() {}

    /** The same values at the same place in another object. */
    public static Row copy(Row row) {
        EventCodec codec = new EventCodec(row.schema());
        try {
            return (Row) codec.decode(codec.encode(row), row.source(), row.sourcePartition(), row.offset());
        } catch (BadRecord e) {
            throw new IllegalStateException(e);
        }
    }

    /** Other values at another place. */
    public static Row spoil(Row row) {
        Row spoilt = row.reader() == null
                ? new Row(row.schema(), 97, 97, 97)
                : Row.toFill(row.reader(), row, row.schema(), 97, 97, 97);
        double[] numbers = new double[row.schema().numberSlots()];
        Arrays.fill(numbers, -97.5);
        spoilt.setNumbers(0, numbers, numbers.length);
        for (int slot = 0; slot < row.schema().integerSlots(); slot++) {
            spoilt.setInteger(slot, 97);
        }
        for (int slot = 0; slot < row.schema().textSlots(); slot++) {
            spoilt.setText(slot, "spoilt");
        }
        return spoilt;
    }
}
