package dev.millrace.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packed files that are read again and again: unpacked twice, and never told apart by what comes out. */
class UnpackedFilesTest {
    private static final Schema SCHEMA =
            Schema.builder().number("n").text("word").build();

    @TempDir
    Path folder;

    private final AtomicInteger unpacked = new AtomicInteger();

    private Path packed(String text) throws IOException {
        Path file = folder.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i * 0.25 + ",w" + i % 7)
                .collect(Collectors.joining("\n", "n,word\n", "\n"));
    }

    private InputStream unpacking(Path file) throws IOException {
        unpacked.incrementAndGet();
        return new GZIPInputStream(Files.newInputStream(file));
    }

    private String read(UnpackedFiles files, Path file) throws IOException {
        try (InputStream in = files.open(file, () -> unpacking(file))) {
            byte[] bytes = in.readAllBytes();
            files.ended(file, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyReadingGivesTheSame() throws IOException {
        // Records that are too long, a quote that never ends, and more than one buffer of them.
        String text = rows(40_000) + "1," + "x".repeat(300 * 1024) + "\n2,fine\nthree,bad\n4,\"open\n";
        Path file = packed(text);
        CsvSource source = CsvSource.of(file, SCHEMA).format(CsvFormat.COMMA.mostRecordBytes(1));
        List<Collected<Event>> readings =
                IntStream.range(0, 4).mapToObj(i -> Collected.of(source)).toList();
        assertThat(readings.get(0).events).hasSize(40_001);
        assertThat(readings.get(0).letters).hasSize(3);
        for (Collected<Event> reading : readings) {
            assertThat(reading.all).isEqualTo(readings.get(0).all);
            assertThat(reading.letters).isEqualTo(readings.get(0).letters);
        }
    }

    @Test
    void anOffsetOfOneReadingIsGoodInAnother() throws IOException {
        CsvSource source = CsvSource.of(packed(rows(1_000)), SCHEMA);
        Collected<Event> whole = Collected.of(source);
        for (int reading = 0; reading < 3; reading++) {
            Collected<Event> begun = new Collected<>();
            Offset offset;
            try (SourceReader<Event> reader = source.open(0, Offset.START)) {
                reader.poll(begun, 321);
                offset = reader.offset();
            }
            Collected<Event> rest = Collected.of(source, 0, offset, 100);
            begun.all.addAll(rest.all);
            assertThat(begun.all).isEqualTo(whole.all);
        }
    }

    @Test
    void isUnpackedTwice() throws IOException {
        UnpackedFiles files = new UnpackedFiles();
        Path file = packed(rows(100));
        for (int reading = 0; reading < 5; reading++) {
            assertThat(read(files, file)).isEqualTo(rows(100));
        }
        assertThat(unpacked).hasValue(2);
    }

    @Test
    void aFileThatHasChangedIsUnpackedAnew() throws IOException {
        UnpackedFiles files = new UnpackedFiles();
        Path file = packed(rows(100));
        read(files, file);
        read(files, file);
        packed(rows(101));
        assertThat(read(files, file)).isEqualTo(rows(101));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(read(files, file)).isEqualTo(rows(101));
        assertThat(unpacked).hasValue(4);
    }

    @Test
    void aLargeFileIsUnpackedEachTime() throws IOException {
        UnpackedFiles files = new UnpackedFiles();
        Path file = packed(rows(10));
        for (int reading = 0; reading < 3; reading++) {
            try (InputStream in = files.open(file, () -> unpacking(file))) {
                in.readAllBytes();
                files.ended(file, UnpackedFiles.MOST_BYTES + 1L);
            }
        }
        assertThat(unpacked).hasValue(3);
    }
}
