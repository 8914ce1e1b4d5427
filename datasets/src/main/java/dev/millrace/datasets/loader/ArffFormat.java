package dev.millrace.datasets.loader;

import dev.millrace.datasets.loader.ArffHeader.Attribute;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.BadLine;
import dev.millrace.stream.source.LineFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * ARFF: a header of attributes, then a record on each line, its values with commas between, or sparse, {@code {index value,
 * index value}}, where what is not said is 0 or the attribute's first value. {@code ?} is missing; {@code %} starts a
 * comment. Attributes that the schema does not have are skipped. Cost per record: its values.
 *
 * <p>Source: Witten, Frank and Hall, "Data mining: practical machine learning tools and techniques", 2011, section 2.4.
 */
public record ArffFormat() implements LineFormat {
    @Override
    public String describe() {
        return "arff";
    }

    @Override
    public Parser parser(Schema schema) {
        return new Lines(schema);
    }

    private static final class Lines implements Parser {
        private final Schema schema;
        private final ArffHeader header = new ArffHeader();
        private final List<Field> fields = new ArrayList<>(); // by attribute; null where it is skipped
        private final List<Set<String>> values = new ArrayList<>();

        Lines(Schema schema) {
            this.schema = schema;
        }

        @Override
        public boolean header(String line) throws BadLine {
            if (header.hasEnded()) {
                return false;
            }
            header.add(line);
            if (header.hasEnded()) {
                for (Attribute attribute : header.attributes()) {
                    fields.add(schema.find(attribute.name()).orElse(null));
                    values.add(new HashSet<>(attribute.values()));
                }
            }
            return true;
        }

        @Override
        public String wanted() {
            return header.hasEnded() ? null : "there is no line @data; is it cut, or no ARFF file?";
        }

        @Override
        public boolean parse(String line, Row row) throws BadLine {
            int start = LibsvmFormat.skipBlanks(line, 0, line.length());
            if (line.charAt(start) == '%') {
                return false;
            }
            if (line.charAt(start) == '{') {
                sparse(line, start, row);
            } else {
                dense(line, start, row);
            }
            return true;
        }

        private void dense(String line, int start, Row row) throws BadLine {
            ArffTokens tokens = new ArffTokens(line, start, ",");
            int count = 0;
            for (String value = tokens.next(); value != null; value = tokens.next()) {
                if (count == fields.size()) {
                    throw new BadLine(
                            tokens.column(),
                            "more values than the " + fields.size() + " attributes; remove '" + value + "'");
                }
                set(count++, value, tokens, row);
            }
            if (count < fields.size()) {
                throw new BadLine(
                        line.length() + 1,
                        count + " values for " + fields.size() + " attributes; '"
                                + header.attributes().get(count).name() + "' is the first without one (? is missing)");
            }
        }

        private void sparse(String line, int start, Row row) throws BadLine {
            int close = line.lastIndexOf('}');
            if (close < start) {
                throw new BadLine(start + 1, "the record is not closed; add '}'");
            }
            boolean[] said = new boolean[fields.size()];
            String inside = line.substring(0, close);
            for (int at = start + 1; LibsvmFormat.skipBlanks(inside, at, close) < close; ) {
                at = LibsvmFormat.skipBlanks(inside, at, close);
                int end = LibsvmFormat.tokenEnd(inside, at, close);
                int index = index(inside, at, end);
                ArffTokens tokens = new ArffTokens(inside, end, ",");
                set(index, tokens.next(), tokens, row);
                said[index] = true;
                at = tokens.position();
            }
            for (int i = 0; i < said.length; i++) {
                Attribute attribute = header.attributes().get(i);
                boolean known = attribute.isNominal() || attribute.type() == FieldType.NUMBER;
                if (!said[i] && known && fields.get(i) != null) {
                    String first = attribute.isNominal() ? attribute.values().get(0) : "0";
                    FieldText.set(row, fields.get(i), first, start + 1);
                }
            }
        }

        private int index(String line, int at, int end) throws BadLine {
            try {
                int index = Integer.parseInt(line.substring(at, end));
                if (index >= 0 && index < fields.size()) {
                    return index;
                }
            } catch (NumberFormatException e) {
                // answered below, with what is expected
            }
            throw new BadLine(
                    at + 1,
                    "a sparse value is an index of 0 … " + (fields.size() - 1) + ", a blank and a value, got '"
                            + line.substring(at, end) + "'");
        }

        private void set(int index, String value, ArffTokens tokens, Row row) throws BadLine {
            Field field = fields.get(index);
            if (value == null || value.isEmpty() && !tokens.wasQuoted()) {
                throw new BadLine(
                        tokens.column() + (value == null ? 1 : 0),
                        "'" + header.attributes().get(index).name() + "' has no value; write ? where it is missing");
            }
            if (field == null) {
                return;
            }
            if (value.equals("?") && !tokens.wasQuoted()) {
                return;
            }
            Attribute attribute = header.attributes().get(index);
            if (attribute.isNominal() && !values.get(index).contains(value)) {
                throw new BadLine(
                        tokens.column(),
                        "'" + value + "' is no value of '" + attribute.name() + "'"
                                + NearestName.hint(value, attribute.values()));
            }
            FieldText.set(row, field, value, tokens.column());
        }
    }
}
