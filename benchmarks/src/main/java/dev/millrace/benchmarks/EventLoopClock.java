package dev.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long the event loops of another process have been on a processor, as Linux counts it: a figure that a busy machine
 * changes less than it does requests per second. Threading: one caller.
 */
final class EventLoopClock {
    private final List<Path> threads;

    private EventLoopClock(List<Path> threads) {
        this.threads = threads;
    }

    /** Of the event loops that a process has started. */
    static EventLoopClock of(long process) throws IOException {
        Path all = Path.of("/proc", Long.toString(process), "task");
        if (!Files.isDirectory(all)) {
            return new EventLoopClock(List.of());
        }
        try (Stream<Path> tasks = Files.list(all)) {
            return new EventLoopClock(
                    tasks.filter(EventLoopClock::isEventLoop).sorted().toList());
        }
    }

    private static boolean isEventLoop(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("vert.x-eventloo"); // names are cut at 15
        } catch (IOException e) {
            return false; // the thread has ended
        }
    }

    /** NaN where it cannot be read. */
    double seconds() throws IOException {
        if (threads.isEmpty()) {
            return Double.NaN;
        }
        double nanos = 0;
        for (Path thread : threads) {
            String said = Files.readString(thread.resolve("schedstat"));
            nanos += Double.parseDouble(said.substring(0, said.indexOf(' ')));
        }
        return nanos * 1e-9;
    }
}
