package dev.millrace.stream.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * What a source's packed files hold, for a source that is read again and again: unpacking costs more than parsing. The first
 * reading that comes to a file's end notes its length; the second keeps what it unpacks, as long as memory is not wanted for
 * something else; later ones copy that. A file that has changed is unpacked anew. Threading: any thread.
 */
final class UnpackedFiles {
    /** A file that unpacks to more is unpacked each time. */
    static final int MOST_BYTES = 64 << 20;

    private final Map<Path, Known> files = new HashMap<>();

    /** A file as it was when it was read to its end; its content may be gone, and is null at first. */
    private record Known(long packedBytes, FileTime changed, int bytes, SoftReference<byte[]> content) {
        boolean is(BasicFileAttributes now) {
            return packedBytes == now.size() && changed.equals(now.lastModifiedTime());
        }
    }

    /** Opens what unpacks a file. */
    interface Unpacking {
        InputStream open() throws IOException;
    }

    /** The file's content, from memory if it is there; else by unpacking. */
    InputStream open(Path path, Unpacking unpacking) throws IOException {
        Known known;
        synchronized (files) {
            known = files.get(path);
        }
        if (known == null || !known.is(attributes(path))) {
            return unpacking.open();
        }
        byte[] content = known.content == null ? null : known.content.get();
        if (content == null) {
            content = new byte[known.bytes];
            try (InputStream stream = unpacking.open()) {
                if (stream.readNBytes(content, 0, content.length) != content.length || stream.read() >= 0) {
                    return unpacking.open(); // it is being written to
                }
            }
            keep(path, new Known(known.packedBytes, known.changed, known.bytes, new SoftReference<>(content)));
        }
        return new ByteArrayInputStream(content);
    }

    /** A reader has come to the end of a file. */
    void ended(Path path, long bytes) throws IOException {
        if (bytes > MOST_BYTES) {
            return;
        }
        BasicFileAttributes now = attributes(path);
        synchronized (files) {
            Known known = files.get(path);
            if (known == null || !known.is(now)) {
                files.put(path, new Known(now.size(), now.lastModifiedTime(), (int) bytes, null));
            }
        }
    }

    private void keep(Path path, Known known) {
        synchronized (files) {
            files.put(path, known);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
