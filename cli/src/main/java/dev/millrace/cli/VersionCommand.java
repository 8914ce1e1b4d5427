package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code millrace version}. */
@Command(
        name = "version",
        description = "Show the version of Millrace and of the Java that runs it.",
        footer = {"", "Example:", "  millrace version"})
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    VersionCommand(Console console) {
        this.console = console;
    }

    /** The version of this program; {@code development} when it runs from classes. */
    static String current() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public Integer call() {
        console.print("Millrace " + current() + " · Java " + Runtime.version() + " · " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch"));
        return Main.DONE;
    }
}
