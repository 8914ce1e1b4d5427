package dev.millrace.stream.source;

import dev.millrace.stream.event.DateForm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * How a file of separated values is written.
 *
 * @param separator between fields: one ASCII character
 * @param zone of times that name none
 * @param decimal in front of the digits behind a whole number: a point or a comma
 * @param dates how dates are written, beside {@code yyyy-mm-dd}
 * @param mostRecordBytes a longer record is refused, and reading goes on behind it; below 256 KiB it counts as that
 */
public record CsvFormat(char separator, ZoneId zone, char decimal, DateForm dates, int mostRecordBytes) {
    /** Commas, UTC, records up to 1 MiB. */
    public static final CsvFormat COMMA = new CsvFormat(',', ZoneOffset.UTC, '.', DateForm.ISO, 1 << 20);

    /** Tabs, UTC, records up to 1 MiB. */
    public static final CsvFormat TAB = COMMA.separator('\t');

    public CsvFormat {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(dates, "dates");
        if (decimal != '.' && decimal != ',') {
            throw new IllegalArgumentException("decimals stand behind a point or a comma, got '" + decimal + "'");
        }
        if (separator >= 128
                || Character.isLetterOrDigit(separator)
                || separator == '"'
                || separator == '\n'
                || separator == '\r'
                || separator == '.'
                || separator == '-'
                || separator == '+') {
            throw new IllegalArgumentException("a separator is one ASCII character that no number or quote has,"
                    + " such as , ; | or a tab, got '" + separator + "'");
        }
        if (mostRecordBytes < 1) {
            throw new IllegalArgumentException("the largest record is positive, got " + mostRecordBytes + " bytes");
        }
    }

    /** Tabs for {@code .tsv} and {@code .tsv.gz}, commas otherwise. */
    public static CsvFormat ofName(String fileName) {
        return fileName.endsWith(".tsv") || fileName.endsWith(".tsv.gz") ? TAB : COMMA;
    }

    /**
     * As the file's name says; where that says nothing, the header tells: separated by what stands in it most often outside quotes, of comma,
     * semicolon, tab and bar. Commas if there is no such file, or no header.
     */
    public static CsvFormat ofFile(Path file) {
        CsvFormat byName = ofName(file.toString());
        return byName.equals(TAB) || !Files.isRegularFile(file) ? byName : byName.separator(CsvHeader.separator(file));
    }

    public CsvFormat separator(char character) {
        return new CsvFormat(character, zone, decimal, dates, mostRecordBytes);
    }

    public CsvFormat zone(ZoneId other) {
        return new CsvFormat(separator, other, decimal, dates, mostRecordBytes);
    }

    public CsvFormat decimal(char character) {
        return new CsvFormat(separator, zone, character, dates, mostRecordBytes);
    }

    public CsvFormat dates(DateForm form) {
        return new CsvFormat(separator, zone, decimal, form, mostRecordBytes);
    }

    public CsvFormat mostRecordBytes(int bytes) {
        return new CsvFormat(separator, zone, decimal, dates, bytes);
    }
}
