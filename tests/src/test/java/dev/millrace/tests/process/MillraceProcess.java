package dev.millrace.tests.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Millrace as a user runs it: a process of its own, from the one jar. Threading: one caller. */
public final class MillraceProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<String> address = new CompletableFuture<>();

    private MillraceProcess(Process process) {
        this.process = process;
        read(process.getInputStream());
        read(process.getErrorStream());
        process.onExit()
                .thenAccept(ended -> address.completeExceptionally(
                        new IllegalStateException("the process ended with " + ended.exitValue() + ": " + lines)));
    }

    /** Starts the jar with these arguments, in that folder. */
    public static MillraceProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseParallelGC", "-XX:TieredStopAtLevel=1", "-jar"));
        command.add(jar().toString());
        command.addAll(List.of(arguments));
        return new MillraceProcess(
                new ProcessBuilder(command).directory(folder.toFile()).start());
    }

    /** The jar that the build has made. */
    public static Path jar() {
        Path jar =
                Path.of("..", "cli", "target", "millrace.jar").toAbsolutePath().normalize();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(
                    jar + " is missing; tests of the whole process run under 'mvn verify', which packages it first");
        }
        return jar;
    }

    /** Where its server listens, once it does: {@code http://127.0.0.1:PORT}. */
    public String address() throws Exception {
        return address.get(90, TimeUnit.SECONDS);
    }

    /** All that it has written to standard output and standard error. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Kills it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, as Ctrl-C does, and waits for its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the process did not end within two minutes: " + lines());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void read(InputStream stream) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    lines.add(line);
                    Matcher found = ADDRESS.matcher(line);
                    if (found.find()) {
                        address.complete(found.group());
                    }
                }
            } catch (IOException e) {
                lines.add("reading stopped: " + e.getMessage()); // the process was killed
            }
        });
        reader.setDaemon(true);
        reader.start();
    }
}
