package dev.millrace.stream.source;

/**
 * How far a source partition has been read.
 *
 * @param part which source of a sequence is being read (history first, then live), from 0
 * @param records records of that part that lie before this point, good and bad ones alike
 * @param position where the reader goes on: a byte position in a file, or the same as {@code records}
 * @param beside how far a second source has been read that is read together with this one; null without one
 */
public record Offset(int part, long records, long position, Offset beside) {
    /** Before the first record. */
    public static final Offset START = new Offset(0, 0, 0);

    public Offset {
        if (part < 0 || records < 0 || position < 0) {
            throw new IllegalArgumentException(
                    "an offset is not negative, got part " + part + ", records " + records + ", position " + position);
        }
    }

    public Offset(int part, long records, long position) {
        this(part, records, position, null);
    }

    /** The same, with the place of a second source. */
    public Offset beside(Offset other) {
        return new Offset(part, records, position, other);
    }

    /** Whether both lie behind the same records, wherever their bytes are. */
    public boolean isBehindTheSameAs(Offset other) {
        return part == other.part
                && records == other.records
                && (beside == null
                        ? other.beside == null
                        : other.beside != null && beside.isBehindTheSameAs(other.beside));
    }
}
