package dev.millrace.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final Schema PAYMENTS = Schema.builder()
            .text("card")
            .number("amount")
            .integer("count")
            .time("at")
            .bool("fraud")
            .text("city")
            .number("limit")
            .build();

    private static Row payment() {
        Row row = new Row(PAYMENTS, 1, 0, 7);
        row.setText(0, "4711");
        row.setNumber(0, 12.34);
        row.setInteger(0, 9_007_199_254_740_993L);
        row.setInteger(2, 1);
        row.setText(1, "");
        return row;
    }

    @Test
    void aRowComesBackWithItsPlaceAndWhatIsMissingStaysMissing() throws BadRecord {
        EventCodec codec = new EventCodec(PAYMENTS);
        Row row = (Row) codec.decode(codec.encode(payment()), 2, 0, 99);
        assertThat(row.source()).isEqualTo(2);
        assertThat(row.offset()).isEqualTo(99);
        assertThat(row.text(0)).isEqualTo("4711");
        assertThat(row.number(0)).isEqualTo(12.34);
        assertThat(row.integer(0)).isEqualTo(9_007_199_254_740_993L);
        assertThat(row.isMissing(PAYMENTS.field("at"))).isTrue();
        assertThat(row.integer(2)).isEqualTo(1);
        assertThat(row.text(1)).isEmpty();
        assertThat(row.isMissing(PAYMENTS.field("limit"))).isTrue();
    }

    @Test
    void aLabelComesBack() throws BadRecord {
        EventCodec codec = new EventCodec(PAYMENTS);
        Feedback sent = new Feedback(0, 0, 3, new EventId(1, 0, 1L << 40, -5), "größer");
        assertThat(codec.decode(codec.encode(sent), 0, 0, 3)).isEqualTo(sent);
    }

    @Test
    void aLabelThatNamesKeyAndTimeComesBack() throws BadRecord {
        EventCodec codec = new EventCodec(PAYMENTS);
        for (long time : new long[] {0, -1, 1_772_359_200_123L, Long.MAX_VALUE - 1}) {
            KeyAndTime event = new KeyAndTime("Zürich 7", "Zürich 7".hashCode(), time);
            Feedback sent = new Feedback(0, 0, 3, event, "");
            assertThat(codec.decode(codec.encode(sent), 0, 0, 3)).isEqualTo(sent);
        }
        byte[] bytes = codec.encode(new Feedback(0, 0, 3, new KeyAndTime("", 0, 5), "x"));
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(cut, 0, 0, 3)).isInstanceOf(BadRecord.class);
        }
    }

    @Test
    void keyAndTimeAreReadOffARowAsItsKeyIsHashed() {
        KeyAndTime event = KeyAndTime.of(timed(), PAYMENTS.field("count"), PAYMENTS.field("at"));
        assertThat(event.key()).isEqualTo("9007199254740993");
        assertThat(event.keyHash()).isEqualTo(StableHash.of(timed(), PAYMENTS.field("count")));
        assertThat(event).hasToString("key '9007199254740993' at 2026-03-01T10:00:00.123Z");
        assertThat(KeyAndTime.of(payment(), PAYMENTS.field("card"), PAYMENTS.field("at")))
                .isNull();
    }

    private static Row timed() {
        Row row = payment();
        row.setInteger(PAYMENTS.field("at").slot(), 1_772_359_200_123L);
        return row;
    }

    @Test
    void smallIntegersAndRunsTakeLittleRoom() {
        Schema.Builder builder = Schema.builder();
        for (int i = 0; i < 54; i++) {
            builder.number("x" + i);
        }
        Schema schema = builder.build();
        Row row = new Row(schema);
        for (int i = 0; i < 54; i++) {
            row.setNumber(i, i < 10 ? 100 * i : i == 30 ? 1 : 0);
        }
        assertThat(new EventCodec(schema).encode(row)).hasSizeLessThan(40);
    }

    @Test
    void everyKindOfNumberIsExact() throws BadRecord {
        double[] values = {
            0.0,
            -0.0,
            1,
            239,
            240,
            -1,
            32767,
            32768,
            -32768,
            -32769,
            2147483647.0,
            2147483648.0,
            -2147483648.0,
            0.5,
            0.1,
            1e300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Float.MIN_VALUE,
            Float.MAX_VALUE,
            Math.PI,
            16777217,
            9007199254740992.0,
            Double.NEGATIVE_INFINITY
        };
        Schema schema = Schema.builder().number("x").number("y").build();
        EventCodec codec = new EventCodec(schema);
        for (double value : values) {
            Row row = new Row(schema);
            row.setNumber(0, value);
            Row back = (Row) codec.decode(codec.encode(row), 0, 0, 0);
            assertThat(Double.doubleToRawLongBits(back.number(0))).isEqualTo(Double.doubleToRawLongBits(value));
            assertThat(back.number(1)).isNaN();
        }
    }

    /** Numbers are written in groups of 64; rows of more than 256 in another form, which earlier journals have for all. */
    @Property(tries = 100)
    void rowsOfManyNumbersComeBackExactlyInEitherForm(
            @ForAll("widths") int width, @ForAll("zeroShares") int zeros, @ForAll Random random) throws BadRecord {
        Schema.Builder builder = Schema.builder();
        for (int i = 0; i < width; i++) {
            builder.number("x" + i);
        }
        Schema schema = builder.build();
        Row row = new Row(schema);
        for (int slot = 0; slot < width; slot++) {
            row.setNumber(slot, random.nextInt(10) < zeros ? 0 : anyNumber(random));
        }
        EventCodec codec = new EventCodec(schema);
        byte[] written = codec.encode(row);
        byte[] runs = new byte[1 + 10 * width];
        runs[0] = EventCodec.ROW;
        runs = Arrays.copyOf(runs, NumberRuns.encode(row, width, runs, 1));
        assertThat(written[0]).isEqualTo(width > NumberMasks.MOST ? EventCodec.ROW : EventCodec.ROW_WITH_MASKS);
        for (byte[] bytes : List.of(written, runs)) {
            for (int behind : new int[] {0, 1, 9, 3000}) {
                byte[] among = Arrays.copyOf(bytes, bytes.length + behind);
                Arrays.fill(among, bytes.length, among.length, (byte) 0x77);
                Row back = (Row) codec.decode(among, 0, bytes.length, 0, 0, 5);
                for (int slot = 0; slot < width; slot++) {
                    assertThat(Double.doubleToLongBits(back.number(slot)))
                            .isEqualTo(Double.doubleToLongBits(row.number(slot)));
                    assertThat(slot >= Long.SIZE || back.number(slot) == 0 || (back.notZero() >>> slot & 1) == 1)
                            .isTrue();
                }
            }
            for (int length = 1; length < bytes.length; length += Math.max(1, bytes.length / 50)) {
                byte[] cut = Arrays.copyOf(bytes, length);
                int shorter = length;
                assertThatThrownBy(() -> codec.decode(cut, 0, 0, 0)).isInstanceOf(BadRecord.class);
                assertThatThrownBy(() -> codec.decode(bytes, 0, shorter, 0, 0, 0))
                        .isInstanceOf(BadRecord.class);
            }
        }
    }

    /** Numbers of 8 bytes side by side are read together, up to sixteen at once. */
    @Property(tries = 300)
    void measuredNumbersSideBySideComeBackExactly(@ForAll("widths") int width, @ForAll Random random) throws BadRecord {
        Schema.Builder builder = Schema.builder();
        for (int i = 0; i < width; i++) {
            builder.number("x" + i);
        }
        Schema schema = builder.build();
        Row row = new Row(schema);
        for (int slot = 0; slot < width; ) {
            int kind = random.nextInt(4);
            for (int run = 1 + random.nextInt(40); run > 0 && slot < width; run--, slot++) {
                row.setNumber(slot, kind < 2 ? random.nextGaussian() : kind == 2 ? 0 : random.nextInt(300));
            }
        }
        EventCodec codec = new EventCodec(schema);
        byte[] written = codec.encode(row);
        for (int behind : new int[] {0, 1, 3000}) {
            byte[] among = Arrays.copyOf(written, written.length + behind);
            Arrays.fill(among, written.length, among.length, (byte) 0x88);
            Row back = (Row) codec.decode(among, 0, written.length, 0, 0, 5);
            for (int slot = 0; slot < width; slot++) {
                assertThat(back.number(slot)).isEqualTo(row.number(slot));
            }
        }
    }

    private static double anyNumber(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt(300);
            case 2 -> random.nextInt(140_000) - 70_000;
            case 3 -> random.nextInt();
            case 4 -> random.nextFloat();
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    @Provide
    Arbitrary<Integer> widths() {
        return Arbitraries.of(1, 7, 8, 9, 16, 17, 54, 63, 64, 65, 100, 128, 200, 256, 257, 300);
    }

    @Provide
    Arbitrary<Integer> zeroShares() {
        return Arbitraries.of(0, 5, 9, 10);
    }

    @Test
    void aMarkBehindTheLastNumberAndAKindThatIsNoneAreNamed() {
        Schema schema = Schema.builder().number("x").number("y").number("z").build();
        EventCodec codec = new EventCodec(schema);
        byte[] four = {EventCodec.ROW_WITH_MASKS, 0b1001, 0x11, 5, 6};
        assertThatThrownBy(() -> codec.decode(four, 0, 0, 0))
                .isInstanceOf(BadRecord.class)
                .hasMessageContaining("behind the last of 3");
        byte[] kind = {EventCodec.ROW_WITH_MASKS, 0b0011, 0x71, 5, 6};
        assertThatThrownBy(() -> codec.decode(kind, 0, 0, 0))
                .isInstanceOf(BadRecord.class)
                .hasMessageContaining("number 1 has the unknown kind 7");
    }

    @Property(tries = 200)
    void anyRowOfAnySchemaComesBackExactly(@ForAll("rows") Row row) throws BadRecord {
        EventCodec codec = new EventCodec(row.schema());
        byte[] bytes = codec.encode(row);
        byte[] among = new byte[bytes.length + 20];
        Arrays.fill(among, (byte) 0x55);
        System.arraycopy(bytes, 0, among, 7, bytes.length);
        EventDecoder decoder = codec.decoder();
        Row back = (Row) decoder.decode(among, 7, bytes.length, 0, 0, 5, null);
        assertThat(codec.encode(back)).isEqualTo(bytes);
        for (Field field : row.schema().fields()) {
            assertThat(value(back, field)).isEqualTo(value(row, field));
        }
        Row spare = SpoiltRow.spoil(back);
        back = (Row) decoder.decode(bytes, 0, bytes.length, 1, 2, 3, spare);
        assertThat(back).isSameAs(spare).hasToString(row.toString());
        assertThat(List.of((long) back.source(), (long) back.sourcePartition(), back.offset()))
                .containsExactly(1L, 2L, 3L);
        assertThat(codec.encode(back)).isEqualTo(bytes);
        for (int slot = 0; slot < Math.min(row.schema().numberSlots(), Long.SIZE); slot++) {
            assertThat(back.number(slot) == 0 || (back.notZero() >>> slot & 1) == 1)
                    .isTrue();
        }
    }

    @Property(tries = 150)
    void damagedBytesAreRefusedOrAnotherEventButNeverAnythingElse(
            @ForAll("rows") Row row, @ForAll int at, @ForAll byte with, @ForAll int length) {
        EventCodec codec = new EventCodec(row.schema());
        byte[] bytes = codec.encode(row);
        bytes[Math.floorMod(at, bytes.length)] = with;
        byte[] cut = Arrays.copyOf(bytes, Math.floorMod(length, bytes.length + 3));
        for (byte[] damaged : List.of(bytes, cut)) {
            try {
                assertThat(codec.decode(damaged, 0, 0, 0)).isNotNull();
            } catch (BadRecord e) {
                assertThat(e).hasMessageMatching(".{10,}");
            }
        }
    }

    @Test
    void aRecordCutAnywhereIsRefused() {
        EventCodec codec = new EventCodec(PAYMENTS);
        byte[] bytes = codec.encode(payment());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(cut, 0, 0, 0)).isInstanceOf(BadRecord.class);
            int shorter = length;
            assertThatThrownBy(() -> codec.decode(bytes, 0, shorter, 0, 0, 0)).isInstanceOf(BadRecord.class);
        }
        assertThatThrownBy(() -> codec.decode(new byte[] {9}, 0, 0, 0))
                .isInstanceOf(BadRecord.class)
                .hasMessageContaining("unknown kind 9");
    }

    @Test
    void aRowOfAnotherSchemaIsRefused() {
        EventCodec codec = new EventCodec(Schema.builder().number("x").build());
        assertThatThrownBy(() -> codec.encode(payment()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amount:NUMBER");
    }

    @Property(tries = 50)
    void aSchemaComesBackFromItsJson(@ForAll("schemas") Schema schema) {
        assertThat(SchemaJson.read(SchemaJson.write(schema))).isEqualTo(schema);
    }

    @Test
    void theJsonOfASchemaIsFixed() {
        String json = "{\"fields\":[{\"name\":\"card\",\"type\":\"text\"},{\"name\":\"at\",\"type\":\"time\"}]}";
        Schema schema = Schema.builder().text("card").time("at").build();
        assertThat(SchemaJson.write(schema)).isEqualTo(json);
        for (String wrong : List.of("", "{", "[]", "{\"fields\":[{\"name\":1}]}")) {
            assertThatThrownBy(() -> SchemaJson.read(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("schema");
        }
        assertThatThrownBy(() -> SchemaJson.read("{\"fields\":[{\"name\":\"x\",\"type\":\"nmber\"}]}"))
                .hasMessageContaining("'nmber' is no type")
                .hasMessageContaining("number");
    }

    private static Object value(Row row, Field field) {
        return switch (field.type()) {
            case NUMBER -> Double.doubleToLongBits(row.number(field.slot()));
            case TEXT -> String.valueOf(row.text(field.slot()));
            case INTEGER, BOOLEAN, TIME -> row.integer(field.slot());
        };
    }

    @Provide
    Arbitrary<Schema> schemas() {
        return Arbitraries.of(FieldType.values()).list().ofMaxSize(30).map(types -> {
            Schema.Builder builder = Schema.builder();
            for (FieldType type : types) {
                builder.add("field \"" + builder.build().size(), type);
            }
            return builder.build();
        });
    }

    @Provide
    Arbitrary<Row> rows() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(
                Arbitraries.of(0.0, 0.0, 0.0, -0.0, 1.0, Double.NaN, Double.NaN, 255.0, 70_000.0),
                Arbitraries.longs().map(Double::longBitsToDouble),
                Arbitraries.integers().map(Integer::doubleValue));
        Arbitrary<Long> integers = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(Row.MISSING_INTEGER, 0L, 1L));
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('\0', '\uD7FF')
                .ofMaxLength(40)
                .injectNull(0.2);
        return Combinators.combine(
                        schemas(),
                        numbers.list().ofSize(30),
                        integers.list().ofSize(30),
                        texts.list().ofSize(30))
                .as(EventCodecTest::row);
    }

    private static Row row(Schema schema, List<Double> numbers, List<Long> integers, List<String> texts) {
        Row row = new Row(schema, 0, 0, 5);
        for (Field field : schema.fields()) {
            switch (field.type()) {
                case NUMBER -> row.setNumber(field.slot(), numbers.get(field.slot()));
                case TEXT -> row.setText(field.slot(), texts.get(field.slot()));
                case INTEGER, BOOLEAN, TIME -> row.setInteger(field.slot(), integers.get(field.slot()));
            }
        }
        return row;
    }
}
