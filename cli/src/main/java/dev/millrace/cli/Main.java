package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import dev.millrace.cli.file.BadPipelineFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code millrace}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "millrace",
        description = "Models that learn from event streams and answer while they learn.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  millrace demo", "", "Every command explains itself: millrace COMMAND --help"})
public final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show the stack trace of a failure.")
    private boolean verbose;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(Console.system(), args));
    }

    /** Runs a command line and returns its exit code. */
    public static int run(Console console, String... args) {
        logs(args);
        return commandLine(console).execute(args);
    }

    /** Sets our level, which loggers read when the first of them is made, and leads what libraries log by the JDK to SLF4J too. */
    private static void logs(String... args) {
        String level = Arrays.asList(args).contains("--verbose") ? "debug" : "warn";
        System.setProperty("org.slf4j.simpleLogger.log.dev.millrace", level);
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    static CommandLine commandLine(Console console) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        for (Object command : Commands.all(console)) {
            line.addSubcommand(command);
        }
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(false);
        line.setExpandAtFiles(false); // '@' names a file of settings, not one of arguments
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, given) -> {
            console.note(e.getMessage());
            console.note("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            return WRONG_USAGE;
        });
        line.setExecutionExceptionHandler((e, at, result) -> main.failed(console, e));
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
    }

    /** One clear line; the stack trace only for those who asked. */
    private int failed(Console console, Exception thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause instanceof UncheckedIOException
                                && cause.getMessage().equals(String.valueOf(cause.getCause())))
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        console.keepStatus();
        boolean foreseen = cause instanceof IOException
                || cause instanceof UncheckedIOException
                || cause instanceof IllegalArgumentException
                || cause instanceof WrongUsage
                || cause.getClass().getName().startsWith("dev.millrace.") && cause.getMessage() != null;
        console.note("millrace: " + (foreseen ? message(cause) : "this should not have happened: " + cause));
        if (verbose) {
            console.trace(thrown);
        } else if (!foreseen) {
            console.note("Run it again with --verbose to see where.");
        }
        return cause instanceof WrongUsage || cause instanceof BadPipelineFile ? WRONG_USAGE : FAILED;
    }

    private static String message(Throwable cause) {
        if (cause instanceof java.nio.file.NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (cause instanceof java.nio.file.AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
