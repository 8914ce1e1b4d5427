package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    private final CommandRun cli = new CommandRun();

    @Test
    void everyCommandExplainsItselfWithAnExample() {
        for (CommandLine command :
                Main.commandLine(cli.console()).getSubcommands().values()) {
            requireExample(command);
        }
    }

    private static void requireExample(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        assertThat(command.getUsageMessage())
                .as(name)
                .contains("Example:")
                .contains("  " + name)
                .contains("--help");
        command.getSubcommands().values().forEach(MainTest::requireExample);
    }

    @Test
    void wrongUsageIsAnsweredInALineAndExitsWithTwo() {
        assertThat(cli.run()).isEqualTo(2);
        assertThat(cli.err()).startsWith("Which command?");
        assertThat(cli.run("dmeo")).isEqualTo(2);
        assertThat(cli.err()).contains("Unmatched argument").contains("millrace --help");
        assertThat(cli.run("version", "--colour")).isEqualTo(2);
        assertThat(cli.err())
                .contains("--colour")
                .contains("millrace version --help")
                .doesNotContain("\tat ");
    }

    @Test
    void theVersionIsShown() {
        assertThat(cli.run("version")).isZero();
        assertThat(cli.out()).startsWith("Millrace ").contains("Java");
    }
}
