package dev.millrace.serving.api.v2;

import dev.millrace.serving.http.Problem;
import dev.millrace.serving.http.ProblemKind;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The values of a tensor in binary: row-major, little-endian, without gaps. NaN is missing. */
final class BinaryValues {
    private static final int LENGTH_BYTES = 4;

    private BinaryValues() {}

    /**
     * Fills a field of all rows with each column of a tensor.
     *
     * @param columns as many as the tensor has
     */
    static void fill(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        if (tensor.datatype() == Datatype.BYTES) {
            texts(body, tensor, columns, rows);
            return;
        }
        int expected = Math.multiplyExact(
                Math.multiplyExact(rows.length, columns.size()),
                tensor.datatype().bytes());
        int got = tensor.values().to() - tensor.values().from();
        if (got != expected) {
            throw badSize(
                    tensor, "its shape and datatype make " + expected + " bytes, and binary_data_size says " + got);
        }
        if (areDoubles(tensor, columns)) {
            doubles(body, tensor, columns, rows);
        } else {
            numbers(body, tensor, columns, rows);
        }
    }

    /** Whether every number of a row comes from this tensor. */
    static boolean setsAll(InferRequest.Tensor tensor, List<Field> columns, Schema schema) {
        return tensor.binary() && columns.size() == schema.numberSlots() && areDoubles(tensor, columns);
    }

    private static boolean areDoubles(InferRequest.Tensor tensor, List<Field> columns) {
        return tensor.datatype() == Datatype.FP64
                && columns.stream().allMatch(field -> field.type() == FieldType.NUMBER);
    }

    /** The common case, without a question per value. */
    private static void doubles(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        int[] slots = columns.stream().mapToInt(Field::slot).toArray();
        boolean together = true;
        for (int c = 1; c < slots.length; c++) {
            together &= slots[c] == slots[0] + c;
        }
        double[] values = new double[slots.length];
        DoubleBuffer all = ByteBuffer.wrap(body)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(tensor.values().from())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        for (int r = 0; r < rows.length; r++) {
            all.get(values);
            for (int c = 0; c < slots.length; c++) {
                if (Double.isInfinite(values[c])) {
                    throw placed(
                            Cells.wrong(columns.get(c), "a finite number", Double.toString(values[c])), tensor, r, c);
                }
            }
            if (together && slots.length > 0) {
                rows[r].setNumbers(slots[0], values, slots.length);
            } else {
                for (int c = 0; c < slots.length; c++) {
                    rows[r].setNumber(slots[c], values[c]);
                }
            }
        }
    }

    private static void numbers(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        Datatype datatype = tensor.datatype();
        int at = tensor.values().from();
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.size(); c++) {
                try {
                    set(body, at, datatype, rows[r], columns.get(c));
                } catch (Problem problem) {
                    throw placed(problem, tensor, r, c);
                }
                at += datatype.bytes();
            }
        }
    }

    private static void set(byte[] body, int at, Datatype datatype, Row row, Field field) {
        if (datatype.isFloating()) {
            Cells.setFloating(row, field, datatype.floatingAt(body, at));
            return;
        }
        long value = datatype.integerAt(body, at);
        if (datatype == Datatype.BOOL && !datatype.holds(value)) {
            throw Cells.wrong(field, "a byte of 1 or 0", Long.toString(value));
        }
        Cells.setInteger(row, field, datatype, value);
    }

    private static void texts(byte[] body, InferRequest.Tensor tensor, List<Field> columns, Row[] rows) {
        int at = tensor.values().from();
        int end = tensor.values().to();
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.size(); c++) {
                int length = end - at < LENGTH_BYTES ? -1 : (int) Datatype.INT.get(body, at);
                if (length < 0 || length > end - at - LENGTH_BYTES) {
                    throw placed(
                            badSize(
                                    tensor,
                                    "each text is its length in four bytes and so many bytes of UTF-8, and "
                                            + (end - at) + " bytes are left for text " + (r * columns.size() + c)),
                            tensor,
                            r,
                            c);
                }
                at += LENGTH_BYTES;
                try {
                    Cells.setText(rows[r], columns.get(c), text(body, at, length, columns.get(c)));
                } catch (Problem problem) {
                    throw placed(problem, tensor, r, c);
                }
                at += length;
            }
        }
        if (at != end) {
            throw badSize(tensor, (end - at) + " bytes are left behind its last text");
        }
    }

    private static String text(byte[] body, int at, int length, Field field) {
        CharBuffer text = CharBuffer.allocate(length); // UTF-8 has no fewer bytes than UTF-16 has characters
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        if (decoder.decode(ByteBuffer.wrap(body, at, length), text, true).isError()) {
            throw Cells.wrong(field, "text in UTF-8", "bytes that are not");
        }
        return text.flip().toString();
    }

    private static Problem badSize(InferRequest.Tensor tensor, String detail) {
        return Problem.at(
                ProblemKind.BAD_TENSOR,
                tensor.pointer(),
                "binary data that fits the shape",
                "the binary data of '" + JsonValues.shortened(tensor.name()) + "' does not fit: " + detail);
    }

    private static Problem placed(Problem problem, InferRequest.Tensor tensor, int row, int column) {
        return problem.with("pointer", tensor.pointer()).with("row", row).with("column", column);
    }
}
