package dev.millrace.stream.source;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first line of a CSV file: the names of its columns. */
final class CsvHeader {
    /** The first wins where two stand equally often. */
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    private CsvHeader() {}

    /** Names of the columns of a file. */
    static List<String> of(Path file, CsvFormat format) throws IOException {
        try (ByteInput input = new ByteInput(file, format.mostRecordBytes())) {
            return read(file, input, format);
        }
    }

    /** What separates the columns of a file, as its header looks; a comma if that does not say, or cannot be read. */
    static char separator(Path file) {
        try (ByteInput input = new ByteInput(file, CsvFormat.COMMA.mostRecordBytes())) {
            return separator(input, length(file, input, CsvFormat.COMMA));
        } catch (IOException e) {
            return ','; // whoever reads the file says what is wrong with it
        }
    }

    private static char separator(ByteInput input, int length) {
        char most = ',';
        int count = 0;
        for (char candidate : SEPARATORS) {
            int found = 0;
            boolean inQuotes = false;
            for (int i = input.start; i < input.start + length; i++) {
                inQuotes ^= input.bytes[i] == '"';
                found += !inQuotes && input.bytes[i] == candidate ? 1 : 0;
            }
            if (found > count) {
                most = candidate;
                count = found;
            }
        }
        return most;
    }

    /** Reads the header, without a byte order mark, and leaves the input at the first record. */
    static List<String> read(Path file, ByteInput input, CsvFormat format) throws IOException {
        int length = length(file, input, format);
        String text = new String(input.bytes, input.start, length, StandardCharsets.UTF_8);
        input.start += length;
        endLine(input);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.isBlank()) {
            throw new IOException(file + (input.ended && length == 0 ? " is empty" : " starts with an empty line")
                    + "; expected a header line with the names of the columns");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IOException(
                    file + " is no text: there are zero bytes in its first line; write it as CSV in UTF-8");
        }
        return names(text, format.separator());
    }

    /** Length of the header in the buffer, which is read on until the header ends. */
    private static int length(Path file, ByteInput input, CsvFormat format) throws IOException {
        boolean inQuotes = false;
        int length = 0;
        while (true) {
            if (input.start + length == input.limit) {
                boolean more = input.fill();
                if (!more && input.ended && !inQuotes) {
                    return length;
                }
                if (!more) {
                    throw new IOException(file + ": a quote in the header is not closed, or the header is longer than "
                            + format.mostRecordBytes() + " bytes");
                }
                continue;
            }
            byte b = input.bytes[input.start + length];
            if (b == '"') {
                inQuotes = !inQuotes;
            } else if (!inQuotes && (b == '\n' || b == '\r')) {
                return length;
            }
            length++;
        }
    }

    private static void endLine(ByteInput input) throws IOException {
        while (input.limit - input.start < 2 && input.fill()) {
            // until both bytes of a CRLF are there, or the file ends
        }
        if (input.start < input.limit && input.bytes[input.start] == '\r') {
            input.start++;
            if (input.start < input.limit && input.bytes[input.start] == '\n') {
                input.start++;
            }
        } else if (input.start < input.limit) {
            input.start++;
        }
    }

    private static List<String> names(String text, char separator) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                if (inQuotes && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    name.append('"');
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (c == separator && !inQuotes) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }

    /** The schema's field of each column, null for a column that it does not name. */
    static Field[] fields(Path file, List<String> names, Schema schema) throws IOException {
        Field[] fields = new Field[names.size()];
        for (Field field : schema.fields()) {
            int column = names.indexOf(field.name());
            if (column < 0) {
                throw new IOException(
                        file + " has no column '" + field.name() + "'" + NearestName.hint(field.name(), names));
            }
            if (names.lastIndexOf(field.name()) != column) {
                throw new IOException(file + " has two columns named '" + field.name() + "'; rename one of them");
            }
            fields[column] = field;
        }
        return fields;
    }
}
