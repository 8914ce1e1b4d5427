package dev.millrace.registry.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.registry.durable.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tables as bytes. */
class TableProperties {
    @Provide
    Arbitrary<Map<String, Place>> places() {
        Arbitrary<Place> place = Combinators.combine(
                        Arbitraries.of("a-1.pack", "a-2.pack", "b-7.pack"),
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(4))
                .as((pack, offset, length, seed) -> new Place(pack, offset, length, Sha256.of(seed)));
        return Arbitraries.maps(
                        Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(20), place)
                .ofMaxSize(30);
    }

    private static char[] surrogates() {
        char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < surrogates.length; i++) {
            surrogates[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return surrogates;
    }

    @Property(tries = 300)
    void aTableIsReadBackAsItWas(@ForAll("places") Map<String, Place> places) throws IOException {
        Table table = new Table(new TreeMap<>(places));
        assertThat(Table.parse(table.toBytes())).isEqualTo(table);
    }

    @Property(tries = 300)
    void theSameContentHasTheSameBytes(@ForAll("places") Map<String, Place> places) throws IOException {
        byte[] bytes = new Table(new TreeMap<>(places)).toBytes();
        assertThat(new Table(new TreeMap<>(new HashMap<>(places))).toBytes()).isEqualTo(bytes);
    }

    @Property(tries = 100)
    void aTableThatIsCutIsNoTable(@ForAll("places") Map<String, Place> places) throws IOException {
        byte[] bytes = new Table(new TreeMap<>(places)).toBytes();
        for (int length : List.of(0, bytes.length / 2, bytes.length - 1)) {
            assertThatThrownBy(() -> Table.parse(Arrays.copyOf(bytes, length))).isInstanceOf(IOException.class);
        }
    }

    @Example
    void aNameThatHasNoUtf8IsRefused() {
        Table table = new Table(new TreeMap<>(Map.of("\uD800", new Place("a-1.pack", 0, 0, Sha256.of(new byte[0])))));
        assertThatThrownBy(table::toBytes).isInstanceOf(CharacterCodingException.class);
    }

    @Property(tries = 100)
    void aHashIsReadBackFromItsDigits(@ForAll byte[] bytes) {
        Sha256 hash = Sha256.of(bytes);
        assertThat(Sha256.parse(hash.hex())).isEqualTo(hash);
    }
}
