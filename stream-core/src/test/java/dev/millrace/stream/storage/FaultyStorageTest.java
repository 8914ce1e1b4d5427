package dev.millrace.stream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.storage.FaultyStorage.Unforced;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FaultyStorageTest {
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("file");
    private static final Path OTHER = DIRECTORY.resolve("other");

    private FaultyStorage storage = withDirectory();

    private static FaultyStorage withDirectory() {
        try {
            FaultyStorage storage = new FaultyStorage(1);
            storage.createDirectories(DIRECTORY);
            storage.forceDirectory(Path.of("/"));
            return storage;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Storage.StorageFile file, String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(UTF_8)), file.size());
    }

    private Storage.StorageFile durable(String text) throws IOException {
        Storage.StorageFile file = storage.create(FILE);
        write(file, text);
        file.force();
        storage.forceDirectory(DIRECTORY);
        return file;
    }

    private static String text(Storage storage, Path file) throws IOException {
        return new String(storage.read(file), UTF_8);
    }

    @Test
    void whatWasForcedSurvivesAnyCrash() throws IOException {
        durable("kept");
        for (int seed = 0; seed < 50; seed++) {
            storage = storage.crash(seed);
            assertThat(text(storage, FILE)).isEqualTo("kept");
        }
    }

    @Test
    void contentIsLostWhileTheNameIsKept() throws IOException {
        Storage.StorageFile file = storage.create(FILE);
        storage.forceDirectory(DIRECTORY);
        write(file, "lost");
        assertThat(text(storage.crash(Unforced.LOST, 0), FILE)).isEmpty();
    }

    @Test
    void aForcedFileWithoutAForcedNameIsLost() throws IOException {
        Storage.StorageFile file = storage.create(FILE);
        write(file, "nameless");
        file.force();
        assertThat(storage.crash(Unforced.LOST, 0).list(DIRECTORY)).isEmpty();
    }

    @Test
    void aDirectoryWhoseNameWasNotForcedTakesItsFilesWithIt() throws IOException {
        Path inner = DIRECTORY.resolve("inner");
        storage.createDirectories(inner);
        storage.create(inner.resolve("file")).force();
        storage.forceDirectory(inner);
        assertThat(storage.crash(Unforced.LOST, 0).list(DIRECTORY)).isEmpty();
    }

    @Test
    void unforcedWritesAreTornAndReordered() throws IOException {
        Set<String> found = new TreeSet<>();
        for (int seed = 0; seed < 400; seed++) {
            storage = withDirectory();
            Storage.StorageFile file = durable("");
            write(file, "aa");
            write(file, "bb");
            found.add(text(storage.crash(Unforced.MIXED, seed), FILE).replace('\0', '.'));
        }
        assertThat(found).contains("", "a", "aa", "aab", "aabb", "..bb", "..b", "..");
    }

    @Test
    void unforcedNamesComeAndGoOneByOne() throws IOException {
        Set<String> found = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            storage = withDirectory();
            durable("x");
            storage.link(FILE, OTHER);
            storage.delete(FILE);
            storage.create(DIRECTORY.resolve("third"));
            found.add(storage.crash(Unforced.MIXED, seed).list(DIRECTORY).toString());
        }
        assertThat(found)
                .contains(
                        "[]", "[file]", "[other]", "[third]", "[file, other]", "[file, other, third]", "[file, third]");
    }

    @Test
    void anUnforcedRenameHappenedOrNot() throws IOException {
        Set<String> found = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            storage = withDirectory();
            durable("x");
            storage.rename(FILE, OTHER);
            found.add(storage.crash(Unforced.MIXED, seed).list(DIRECTORY).toString());
        }
        assertThat(found).containsExactly("[file]", "[other]");
    }

    @Test
    void afterAFailedForceTheDataAreSeenButNoLaterForceSavesThem() throws IOException {
        Storage.StorageFile file = durable("ab");
        storage.failNext(Operation.Kind.FORCE, Fault.IO_ERROR);
        write(file, "cd");
        assertThatThrownBy(file::force).isInstanceOf(IOException.class).hasMessageContaining("Input/output error");
        assertThat(text(storage, FILE)).isEqualTo("abcd");
        write(file, "ef");
        file.force();
        assertThat(text(storage.crash(Unforced.LOST, 0), FILE)).isEqualTo("ab\0\0ef");
    }

    @Test
    void aFullDiskTakesAPartAndWorksAgainOnceThereIsRoom() throws IOException {
        Storage.StorageFile file = durable("1234");
        storage.capacity(6);
        assertThat(storage.usableBytes(FILE)).isEqualTo(2);
        assertThatThrownBy(() -> write(file, "5678")).isInstanceOf(Storage.DiskFull.class);
        assertThat(text(storage, FILE)).startsWith("1234").hasSizeLessThanOrEqualTo(6);
        storage.capacity(100);
        file.write(ByteBuffer.wrap("5678".getBytes(UTF_8)), 4);
        assertThat(text(storage, FILE)).isEqualTo("12345678");
    }

    @Test
    void theOperationOfAnIndexFails() throws IOException {
        Storage.StorageFile file = durable("");
        int next = storage.operations().size();
        storage.failAt(next + 1, Fault.DISK_FULL).failAt(next + 2, Fault.SHORT_WRITE);
        write(file, "fine");
        assertThatThrownBy(() -> write(file, "full")).isInstanceOf(Storage.DiskFull.class);
        assertThatThrownBy(() -> write(file, "short"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(Storage.DiskFull.class);
        assertThat(storage.operations().get(next + 1))
                .isEqualTo(new Operation(next + 1, Operation.Kind.WRITE, FILE, 4));
    }

    @Test
    void aCrashAtAnOperationLetsItBeginAndEndsEverythingAfter() throws IOException {
        Storage.StorageFile file = durable("");
        storage.crashAt(storage.operations().size() + 1);
        write(file, "x");
        assertThatThrownBy(file::force).isInstanceOf(Crashed.class);
        assertThatThrownBy(() -> storage.exists(FILE)).isInstanceOf(Crashed.class);
        assertThat(text(storage.crash(Unforced.LOST, 0), FILE)).isEmpty();
    }

    @Test
    void aKilledProcessLeavesWhatItWroteButNotOnTheDisk() throws IOException {
        Storage.StorageFile file = durable("");
        write(file, "x");
        storage = storage.kill();
        assertThatThrownBy(() -> write(file, "y")).isInstanceOf(Crashed.class);
        assertThat(text(storage, FILE)).isEqualTo("x");
        assertThat(text(storage.crash(Unforced.LOST, 0), FILE)).isEmpty();
    }

    @Test
    void aBitFlipsOnTheDiskToo() throws IOException {
        durable("abc");
        storage.flipBit(FILE, 1);
        assertThat(text(storage, FILE)).isEqualTo("acc");
        assertThat(text(storage.crash(Unforced.LOST, 0), FILE)).isEqualTo("acc");
    }

    @Test
    void namesBehaveAsOnAnyFileSystem() throws IOException {
        durable("x");
        assertThatThrownBy(() -> storage.create(FILE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> storage.link(FILE, FILE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> storage.open(OTHER)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage.create(Path.of("/missing/file"))).isInstanceOf(NoSuchFileException.class);
        storage.link(FILE, OTHER);
        storage.delete(FILE);
        assertThat(storage.list(DIRECTORY)).containsExactly("other");
        assertThat(text(storage, OTHER)).isEqualTo("x");
    }
}
