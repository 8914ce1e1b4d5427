package dev.millrace.stream.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    /** Another process: takes the lock, says so, and holds it until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (DirectoryLock lock = DirectoryLock.acquire(Path.of(arguments[0]))) {
                System.out.println("held " + lock.directory());
                System.out.flush();
                while (System.in.read() >= 0) {
                    // until the parent closes it
                }
            }
        }
    }

    @Test
    void anotherProcessIsNamedByItsPid() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(says.readLine()).startsWith("held");
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isInstanceOf(DirectoryLock.InUse.class)
                    .hasMessageContaining("pid " + other.pid())
                    .hasMessageContaining(directory.getFileName().toString());
            other.destroyForcibly().waitFor();
            DirectoryLock.acquire(directory).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aSecondOpeningInTheSameProcessIsRefusedAndTheFirstStaysLocked() throws IOException {
        Path same = directory.resolve(".");
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(same))
                    .isInstanceOf(DirectoryLock.InUse.class)
                    .hasMessageContaining("this very process");
            assertThatThrownBy(() -> DirectoryLock.acquire(directory)).isInstanceOf(DirectoryLock.InUse.class);
            assertThat(lock.directory()).isEqualTo(directory.toRealPath());
        }
        DirectoryLock again = DirectoryLock.acquire(directory);
        again.close();
        again.close();
    }

    @Test
    void whatIsNoDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("registry"));
        assertThatThrownBy(() -> DirectoryLock.acquire(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is a file");
        assertThatThrownBy(() -> DirectoryLock.acquire(directory.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such directory");
    }
}
