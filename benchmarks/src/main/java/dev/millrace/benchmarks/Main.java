package dev.millrace.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** {@code ./millrace bench ROW}: runs one benchmark, or lists them. */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new CovtypeSoftmax(),
            new CovtypeJournal(),
            new CovtypeLogistic(),
            new TumblingWindows(),
            new Prequential(),
            new EnsembleAccuracy(),
            new ReferenceAccuracy(),
            new Allocation(),
            new LearnerCosts(),
            new HttpPredict(),
            new Freshness());

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("--bare-server")) {
            BareServer.run(Integer.parseInt(arguments[1]));
            return;
        }
        if (arguments.length > 2 && arguments[0].equals(VowpalWabbitPass.OPTION)) {
            VowpalWabbitPass.run(List.of(arguments).subList(1, arguments.length));
            return;
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Report report = new Report(System.out);
        if (arguments.length < 1 || arguments[0].startsWith("-")) {
            report.note("Usage: millrace bench ROW [PART…]    for example: millrace bench 4, millrace bench 7 tensor");
            for (Benchmark benchmark : BENCHMARKS) {
                String parts =
                        benchmark.parts().isEmpty() ? "" : "; its parts: " + String.join(", ", benchmark.parts());
                report.note(String.format("  %-3s %s%s", benchmark.row(), benchmark.work(), parts));
            }
            System.exit(arguments.length == 1 && arguments[0].matches("-h|--help") ? 0 : 2);
        }
        List<String> parts = List.of(arguments).subList(1, arguments.length);
        for (Benchmark benchmark : BENCHMARKS) {
            if (benchmark.row().equals(arguments[0])) {
                if (!benchmark.parts().containsAll(parts)) {
                    report.note("the parts of row " + benchmark.row() + " are " + benchmark.parts() + ", got " + parts);
                    System.exit(2);
                }
                report.note("row " + benchmark.row() + ": " + benchmark.work());
                report.note("  " + machine());
                benchmark.run(report, parts.isEmpty() ? benchmark.parts() : parts);
                report.medians();
                System.exit(0);
            }
        }
        report.note("there is no row '" + arguments[0] + "'; the rows are "
                + BENCHMARKS.stream().map(Benchmark::row).toList());
        System.exit(2);
    }

    private static String machine() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Runtime.getRuntime().availableProcessors() + " processors, load "
                + String.format(Locale.ROOT, "%.1f", load) + ", " + System.getProperty("os.arch") + ", "
                + System.getProperty("java.vm.name") + " " + Runtime.version();
    }
}
