package dev.millrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.vowpalwabbit.spark.VowpalWabbitNative;
import org.vowpalwabbit.spark.VowpalWabbitPerformanceStatistics;

/**
 * One pass of Vowpal Wabbit's own driver over a file: what its command line does, from the library that is made for Java.
 *
 * <p>The library offers the driver for the second and later passes only, which read a cache. {@code performRemainingPasses}
 * runs it for a cache as it is; for text, the number of passes, a field of its workspace, is set to two after the start, so
 * that the driver counts one pass as done and goes on with the text, of which nothing has been read. That field is found by its
 * place in version 9.3.0, and checked first.
 */
final class VowpalWabbitPass {
    static final String OPTION = "--vowpal-wabbit";

    /** Where the number of passes lies in a workspace of 9.3.0. */
    private static final long PASSES_AT = 0x200;

    /** What is done with the file. */
    enum Kind {
        TEXT,
        CACHE,
        MAKE_CACHE
    }

    private VowpalWabbitPass() {}

    /** Arguments: the kind, the file, the text that a cache is made of, options of Vowpal Wabbit. */
    static void run(List<String> arguments) throws IOException, ReflectiveOperationException {
        Path file = Path.of(arguments.get(1));
        switch (Kind.valueOf(arguments.get(0))) {
            case TEXT -> {
                try (VowpalWabbitNative learner = learner(arguments.subList(2, arguments.size()), "-d", file)) {
                    setPasses(learner);
                    measure(learner);
                }
            }
            case CACHE -> {
                List<String> options = arguments.subList(2, arguments.size());
                try (VowpalWabbitNative learner = learner(options, "--passes 2 --cache_file", file)) {
                    measure(learner);
                }
            }
            case MAKE_CACHE -> {
                List<String> options = arguments.subList(3, arguments.size());
                try (VowpalWabbitNative learner = learner(options, "--passes 2 -k --cache_file", file);
                        BufferedReader lines = Files.newBufferedReader(Path.of(arguments.get(2)))) {
                    lines.lines().forEach(learner::learnFromString);
                    learner.performRemainingPasses(); // closes the cache, then reads it
                }
            }
        }
    }

    private static VowpalWabbitNative learner(List<String> options, String input, Path file) {
        return new VowpalWabbitNative(
                String.join(" ", options) + " --holdout_off --quiet --no_stdin " + input + " " + file);
    }

    private static void measure(VowpalWabbitNative learner) {
        long cpuNanos = cpuNanos();
        long started = System.nanoTime();
        learner.performRemainingPasses();
        double seconds = (System.nanoTime() - started) * 1e-9;
        double cpuSeconds = (cpuNanos() - cpuNanos) * 1e-9;
        VowpalWabbitPerformanceStatistics result = learner.getPerformanceStatistics();
        System.out.printf(
                Locale.ROOT,
                "examples=%.0f loss=%.6f cpu_seconds=%.3f examples/s=%.1f%n",
                result.getWeightedExampleSum(),
                result.getAverageLoss(),
                cpuSeconds,
                result.getWeightedExampleSum() / seconds);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void setPasses(VowpalWabbitNative learner) throws ReflectiveOperationException {
        Field pointer = VowpalWabbitNative.class.getDeclaredField("nativePointer");
        pointer.setAccessible(true);
        long at = pointer.getLong(learner) + PASSES_AT;
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object memory = instance.get(null);
        long passes = (long) type.getMethod("getLong", long.class).invoke(memory, at);
        if (passes != 1) {
            throw new IllegalStateException("this is not Vowpal Wabbit 9.3.0: " + passes + " stands where it has 1");
        }
        type.getMethod("putLong", long.class, long.class).invoke(memory, at, 2L);
    }
}
