package dev.millrace.stream.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BytesStateTest {

    @Property(tries = 200)
    void whatWasWrittenIsRead(
            @ForAll boolean flag,
            @ForAll byte small,
            @ForAll int number,
            @ForAll long large,
            @ForAll double real,
            @ForAll double[] reals,
            @ForAll int[] numbers,
            @ForAll long[] larges,
            @ForAll byte[] bytes) {
        BytesStateWriter out = new BytesStateWriter();
        out.writeBoolean(flag);
        out.writeByte(small);
        out.writeInt(number);
        out.writeLong(large);
        out.writeDouble(real);
        out.writeDoubles(reals);
        out.writeInts(numbers);
        out.writeLongs(larges);
        out.writeBytes(bytes);

        BytesStateReader in = new BytesStateReader(out.main());
        assertThat(in.readBoolean()).isEqualTo(flag);
        assertThat(in.readByte()).isEqualTo(small);
        assertThat(in.readInt()).isEqualTo(number);
        assertThat(in.readLong()).isEqualTo(large);
        assertThat(in.readDouble()).isEqualTo(real);
        assertThat(in.readDoubles()).isEqualTo(reals);
        assertThat(in.readInts()).isEqualTo(numbers);
        assertThat(in.readLongs()).isEqualTo(larges);
        assertThat(in.readBytes()).isEqualTo(bytes);
        assertThat(in.remaining()).isZero();
    }

    @Property(tries = 50)
    void everyTruncationIsBadState(@ForAll double[] reals, @ForAll byte cut) {
        BytesStateWriter out = new BytesStateWriter();
        out.writeString("köy");
        out.writeDoubles(reals);
        byte[] whole = out.main();
        byte[] torn = java.util.Arrays.copyOf(whole, Math.floorMod(cut, whole.length));
        BytesStateReader in = new BytesStateReader(torn);
        assertThatThrownBy(() -> {
                    in.readString();
                    in.readDoubles();
                })
                .isInstanceOf(BadState.class);
    }

    @Test
    void textKeepsNullEmptyAndUmlauts() {
        BytesStateWriter out = new BytesStateWriter();
        out.writeString(null);
        out.writeString("");
        out.writeString("Mühle 🌊");
        BytesStateReader in = new BytesStateReader(out.main());
        assertThat(in.readString()).isNull();
        assertThat(in.readString()).isEmpty();
        assertThat(in.readString()).isEqualTo("Mühle 🌊");
    }

    @Test
    void everyNaNIsTheSameNaN() {
        BytesStateWriter one = new BytesStateWriter();
        one.writeDouble(Double.NaN);
        BytesStateWriter other = new BytesStateWriter();
        other.writeDouble(Double.longBitsToDouble(0xfff8_0000_0000_0123L));
        assertThat(one.main()).isEqualTo(other.main());
    }

    @Test
    void aLengthThatCannotBeIsBadState() {
        BytesStateWriter out = new BytesStateWriter();
        out.writeInt(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new BytesStateReader(out.main()).readDoubles())
                .isInstanceOf(BadState.class)
                .hasMessageContaining("2147483647");
        BytesStateWriter negative = new BytesStateWriter();
        negative.writeInt(-2);
        assertThatThrownBy(() -> new BytesStateReader(negative.main()).readString())
                .isInstanceOf(BadState.class);
    }

    @Test
    void aBooleanIsZeroOrOne() {
        assertThatThrownBy(() -> new BytesStateReader(new byte[] {7}).readBoolean())
                .isInstanceOf(BadState.class);
    }

    @Test
    void withoutMainThereIsNothingToRead() {
        BytesStateReader in = new BytesStateReader(new TreeMap<>());
        assertThat(in.remaining()).isZero();
        assertThatThrownBy(in::readInt).isInstanceOf(BadState.class);
    }

    @Test
    void aContainerGetsItsOwnChunksOnly() {
        Map<String, byte[]> got = new TreeMap<>();
        ChunkedState container = new Recording(got);
        TreeMap<String, byte[]> chunks = new TreeMap<>();
        for (String name : new String[] {"main", "keys/0", "keys/1", "keys-2/0", "key/0"}) {
            chunks.put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        new BytesStateReader(chunks).restore("keys", container);
        assertThat(got.keySet()).containsExactly("0", "1");
    }

    @Test
    void namesAreCheckedAndUnique() {
        BytesStateWriter out = new BytesStateWriter();
        out.register("keys", new Recording(new TreeMap<>()));
        assertThat(out.registered()).containsOnlyKeys("keys");
        assertThatThrownBy(() -> out.register("keys", new Recording(new TreeMap<>())))
                .hasMessageContaining("unique");
        assertThatThrownBy(() -> out.register("a/b", new Recording(new TreeMap<>())))
                .hasMessageContaining("a/b");
        out.fact("events", 3L);
        assertThat(out.facts()).containsEntry("events", 3L);
        assertThatThrownBy(() -> out.fact("events", 4L)).hasMessageContaining("twice");
    }

    private record Recording(Map<String, byte[]> chunks) implements ChunkedState {
        @Override
        public void freeze(ChunkWriter writer, boolean everything) {}

        @Override
        public int writePending(int most) {
            return 0;
        }

        @Override
        public void committed() {}

        @Override
        public void abandoned() {}

        @Override
        public void restore(Map<String, byte[]> stored) {
            chunks.putAll(stored);
        }
    }
}
