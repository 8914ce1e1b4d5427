package dev.millrace.tests.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.tests.process.MillraceProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the guide for Java, taken from its text, run against the jar and say what the guide says. */
class JavaGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "java.md");
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void aPipelineLearnsIsAskedAndGoesOnWhereItStood() throws Exception {
        Path program = program("Fraud");
        assertThat(run("-jar", jar(), "datasets", "generate", "payments", "--rows", "20000", "--out", "payments.csv"))
                .isNotEmpty();
        List<String> said = run("-cp", jar(), program.toString(), "payments.csv", "registry");
        String scores = line(said, "20000 payments, (\\d+) of them fraud: PR-AUC 0\\.\\d\\d, version \\d+");
        String answer = line(said, "c-17 pays 990\\.00 for travel: fraud with probability [01]\\.\\d\\d");
        List<String> shown = Files.readString(GUIDE).lines().toList();
        assertThat(shown).as("what the guide shows").contains(withoutVersion(scores), answer);

        List<String> again = run("-cp", jar(), program.toString(), "payments.csv", "registry");
        assertThat(line(again, "20000 payments.*"))
                .as("nothing is counted twice")
                .startsWith(scores.substring(0, scores.indexOf(", version")));
        assertThat(again).contains(answer);
    }

    @Test
    void aLearnerWorksByItself() throws Exception {
        List<String> said = run("-cp", jar(), program("OneLearner").toString());
        assertThat(line(said, "\\d+ of 10000 right")).matches("9\\d\\d\\d of .*");
    }

    private static String withoutVersion(String scores) {
        return scores.replaceAll("version \\d+", "version 1");
    }

    private static String line(List<String> said, String pattern) {
        List<String> found = said.stream().filter(line -> line.matches(pattern)).toList();
        assertThat(found).as("lines like %s in %s", pattern, said).hasSize(1);
        return found.get(0);
    }

    private static String jar() {
        return MillraceProcess.jar().toString();
    }

    private Path program(String name) throws Exception {
        Matcher programs = PROGRAM.matcher(Files.readString(GUIDE));
        while (programs.find()) {
            if (programs.group(1).contains("public final class " + name + " ")) {
                return Files.writeString(folder.resolve(name + ".java"), programs.group(1));
            }
        }
        throw new AssertionError("the guide has no program " + name);
    }

    private List<String> run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("exit code; it said %s", said).isZero();
        return said;
    }
}
