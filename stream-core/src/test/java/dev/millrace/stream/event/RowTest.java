package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which numbers of a row may be other than 0. */
class RowTest {
    private static final int NUMBERS = 70;

    private static Schema schema() {
        Schema.Builder schema = Schema.builder();
        for (int i = 0; i < NUMBERS; i++) {
            schema.number("n" + i);
        }
        return schema.build();
    }

    private static Row zeros() {
        return Row.ofZeros(schema(), 0, 0, 0);
    }

    @Test
    void anyNumberOfANewRowMayBe() {
        assertThat(new Row(schema()).notZero()).isEqualTo(-1);
        assertThat(zeros().notZero()).isZero();
    }

    @Test
    void whatWasSetMayBe() {
        Row row = zeros();
        row.setNumber(3, 7);
        row.setNumber(63, Double.NaN);
        assertThat(row.notZero()).isEqualTo(1L << 3 | 1L << 63);
        row.setNumbers(0, new double[] {1}, 1);
        assertThat(row.notZero()).isEqualTo(-1);
    }

    @Test
    void fourDigitsAreSetAtOnceAndZerosAmongThemAreKnown() {
        for (int digits = 0; digits < 10_000; digits++) {
            Row row = zeros();
            int[] each = {digits / 1000, digits / 100 % 10, digits / 10 % 10, digits % 10};
            row.setDigits(5, each[0] | (long) each[1] << 16 | (long) each[2] << 32 | (long) each[3] << 48);
            for (int i = 0; i < 4; i++) {
                assertThat(row.number(5 + i)).isEqualTo(each[i]);
                assertThat(row.notZero() >>> 5 + i & 1).isEqualTo(each[i] == 0 ? 0 : 1);
            }
            assertThat(row.notZero() & ~(15L << 5)).isZero();
        }
        Row late = zeros();
        late.setDigits(62, 0x0001_0001_0001_0001L);
        assertThat(late.notZero() >>> 62).isEqualTo(3);
        assertThat(late.number(65)).isEqualTo(1);
    }

    @Test
    void zerosAreKnownBehindTheCodec() throws BadRecord {
        Row row = zeros();
        row.setNumber(2, 500);
        row.setNumber(40, -1.5);
        row.setNumber(69, 1);
        EventCodec codec = new EventCodec(row.schema());
        Row read = (Row) codec.decode(codec.encode(row), 0, 0, 0);
        assertThat(read.notZero() & (1L << 2 | 1L << 40)).isEqualTo(1L << 2 | 1L << 40);
        assertThat(Long.bitCount(read.notZero())).isLessThan(8);
        row.setNumber(10, Double.NaN);
        row.setNumber(11, Double.NaN);
        read = (Row) codec.decode(codec.encode(row), 0, 0, 0);
        assertThat(read.notZero() & 3L << 10).isEqualTo(3L << 10);
    }

    @Test
    void aReaderFillsOnlyRowsAnewThatItHasMadeUnderItsSchema() {
        Schema schema = schema();
        Object reader = new Object();
        Row read = Row.toFill(reader, null, schema, 0, 0, 1);
        assertThat(Row.toFill(reader, read, schema, 0, 0, 2))
                .isSameAs(read)
                .satisfies(row -> assertThat(row.offset()).isEqualTo(2));
        assertThat(Row.toFill(reader, read, schema(), 0, 0, 3))
                .as("another schema")
                .isNotSameAs(read);
        assertThat(Row.toFill(new Object(), read, schema, 0, 0, 4))
                .as("another reader: it came there by way of somebody's list")
                .isNotSameAs(read);
        Row ownedByWhoMadeIt = new Row(schema, 0, 0, 5);
        assertThat(Row.toFill(reader, ownedByWhoMadeIt, schema, 0, 0, 6))
                .as("such as of a list in memory")
                .isNotSameAs(ownedByWhoMadeIt);
    }
}
