package dev.millrace.cli;

import dev.millrace.cli.console.Console;
import java.util.List;

/** Every command, in the order of the help. */
final class Commands {
    private Commands() {}

    static List<Object> all(Console console) {
        return List.of(new VersionCommand(console));
    }
}
