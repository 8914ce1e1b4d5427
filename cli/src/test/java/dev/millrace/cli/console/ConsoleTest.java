package dev.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.time.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ManualClock clock = new ManualClock(0);

    private Console console(boolean terminal) {
        return new Console(stream(out), stream(err), terminal, clock);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void resultsAloneGoToStandardOutput() {
        Console console = console(false);
        console.status("10 events");
        console.print("result");
        console.note("hint");
        assertThat(text(out)).isEqualTo("result\n");
        assertThat(text(err)).isEqualTo("10 events\nhint\n");
    }

    @Test
    void onATerminalTheStatusIsRewrittenAndGivesWayToResults() {
        Console console = console(true);
        console.status("10 events");
        console.status("20 events");
        console.print("result");
        assertThat(text(err)).isEqualTo("\r\u001b[K10 events\r\u001b[K20 events\r\u001b[K");
        console.status("30 events");
        console.keepStatus();
        assertThat(text(err)).endsWith("30 events\n");
    }

    @Test
    void elsewhereAPlainLineComesNowAndThen() {
        Console console = console(false);
        assertThat(console.isStatusDue()).isTrue();
        console.status("10 events");
        clock.advanceMillis(9_999);
        assertThat(console.isStatusDue()).isFalse();
        clock.advanceMillis(1);
        assertThat(console.isStatusDue()).isTrue();
    }
}
