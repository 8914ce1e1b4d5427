package dev.millrace.stream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest {
    private final DirectoryStorage storage = new DirectoryStorage();

    @TempDir
    Path directory;

    @Test
    void writesReadsAndTruncates() throws IOException {
        Path path = directory.resolve("file");
        try (Storage.StorageFile file = storage.create(path)) {
            file.write(ByteBuffer.wrap("abcdef".getBytes(UTF_8)), 0);
            file.write(ByteBuffer.wrap("XY".getBytes(UTF_8)), 4);
            file.truncate(5);
            file.force();
            assertThat(file.size()).isEqualTo(5);
            ByteBuffer into = ByteBuffer.allocate(10);
            assertThat(file.read(into, 1)).isEqualTo(4);
            assertThat(file.read(into, 5)).isEqualTo(-1);
        }
        storage.forceDirectory(directory);
        assertThat(storage.read(path)).isEqualTo("abcdX".getBytes(UTF_8));
        assertThat(storage.size(path)).isEqualTo(5);
    }

    @Test
    void namesAreCreatedOnceLinkedOnceAndReplacedByRename() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        storage.create(first).close();
        assertThatThrownBy(() -> storage.create(first)).isInstanceOf(FileAlreadyExistsException.class);
        storage.link(first, second);
        assertThatThrownBy(() -> storage.link(first, second)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(storage.list(directory)).containsExactly("first", "second");
        storage.rename(first, directory.resolve("third"));
        storage.delete(second);
        assertThat(storage.list(directory)).containsExactly("third");
        assertThat(storage.exists(first)).isFalse();
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> storage.open(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> storage.link(missing, directory.resolve("x"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage.list(missing)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileInTheWayOfADirectoryIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> storage.createDirectories(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> storage.createDirectories(file.resolve("below")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file");
    }

    @Test
    void aFullDiskIsToldApartFromOtherErrors() throws IOException {
        Path full = Path.of("/dev/full");
        if (!Files.isWritable(full)) {
            return; // not a system with such a device; the other cases of a full disk run on the faulty storage
        }
        try (Storage.StorageFile file = storage.open(full)) {
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(10), 0))
                    .isInstanceOf(Storage.DiskFull.class)
                    .hasMessageContaining("/dev/full");
        }
    }

    @Test
    void roomIsKnownForAPathThatDoesNotExistYet() throws IOException {
        assertThat(storage.usableBytes(directory.resolve("not/yet"))).isPositive();
    }
}
