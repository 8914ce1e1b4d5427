package dev.millrace.registry.pack;

import dev.millrace.registry.durable.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The chunks of one operator's partition: name → place. Immutable; its bytes are canonical (the same content, the same
 * bytes).
 *
 * <p>Bytes, all numbers big-endian: format (1) as int; packs: count, names in order; chunks: count, and in the order of
 * their names: name, index of the pack, offset (long), length (int), SHA-256. A name is its length in bytes as int and
 * its UTF-8.
 *
 * @param places by the chunks' names
 */
public record Table(SortedMap<String, Place> places) {
    private static final int FORMAT = 1;

    /** No chunk at all. */
    public static final Table EMPTY = new Table(Collections.emptySortedMap());

    public Table {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
    }

    public byte[] toBytes() throws IOException {
        List<String> packs = new ArrayList<>(
                new TreeSet<>(places.values().stream().map(Place::pack).toList()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 64 * places.size());
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(FORMAT);
        out.writeInt(packs.size());
        for (String pack : packs) {
            writeName(out, pack);
        }
        out.writeInt(places.size());
        for (var chunk : places.entrySet()) {
            Place place = chunk.getValue();
            writeName(out, chunk.getKey());
            out.writeInt(Collections.binarySearch(packs, place.pack()));
            out.writeLong(place.offset());
            out.writeInt(place.length());
            place.sha256().write(out);
        }
        return bytes.toByteArray();
    }

    /** Reads {@link #toBytes}; an {@link IOException} if they are not a table's. */
    public static Table parse(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IOException("a table of format " + format + ", this Millrace reads format " + FORMAT);
        }
        int packCount = in.readInt();
        List<String> packs = new ArrayList<>();
        for (int i = 0; i < packCount; i++) {
            packs.add(readName(in));
        }
        int chunkCount = in.readInt();
        TreeMap<String, Place> places = new TreeMap<>();
        for (int i = 0; i < chunkCount; i++) {
            String name = readName(in);
            places.put(name, new Place(packs.get(in.readInt()), in.readLong(), in.readInt(), Sha256.read(in)));
        }
        return new Table(places);
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        // A strict encoder: half a surrogate pair must not become a question mark, and two names one.
        ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
        out.writeInt(utf8.remaining());
        out.write(utf8.array(), utf8.arrayOffset() + utf8.position(), utf8.remaining());
    }

    private static String readName(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a name of " + length + " bytes where " + in.available() + " are left");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
