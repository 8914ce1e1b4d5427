package dev.millrace.tests.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.learner.LearnerContract;
import dev.millrace.ml.learner.LearnerProvider;
import dev.millrace.tests.process.MillraceProcess;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's learner, taken from its text, compiles, keeps the contract and works in the command line. */
class OwnLearnerTest {
    private static final Path GUIDE = Path.of("..", "docs", "own-learners.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("public (?:final class|record) (\\w+)");
    private static final Pattern PROVIDER = Pattern.compile("```\n(example\\.\\w+)\n```");

    @TempDir
    private Path folder;

    @BeforeEach
    void compileTheGuide() throws Exception {
        String text = Files.readString(GUIDE);
        List<String> sources = new ArrayList<>();
        Matcher blocks = JAVA.matcher(text);
        while (blocks.find()) {
            Matcher type = TYPE.matcher(blocks.group(1));
            assertThat(type.find()).isTrue();
            Path source = Files.createDirectories(folder.resolve("example")).resolve(type.group(1) + ".java");
            sources.add(Files.writeString(source, blocks.group(1)).toString());
        }
        assertThat(sources).hasSize(3);
        List<String> arguments =
                new ArrayList<>(List.of("-cp", MillraceProcess.jar().toString(), "-d", folder.toString()));
        arguments.addAll(sources);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Matcher provider = PROVIDER.matcher(text);
        assertThat(provider.find()).isTrue();
        Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(LearnerProvider.class.getName()), provider.group(1) + "\n");
    }

    @Test
    void itKeepsTheContract() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            List<LearnerProvider<?>> own = new ArrayList<>();
            for (LearnerProvider<?> each : ServiceLoader.load(LearnerProvider.class, loader)) {
                if (each.getClass().getName().startsWith("example.")) {
                    own.add(each);
                }
            }
            assertThat(own).hasSize(1);
            LearnerContract.of(own.get(0)).all();
        }
    }

    @Test
    void itWorksLikeTheOthers() throws Exception {
        String rows = IntStream.range(0, 400)
                .mapToObj(n -> n + "," + (n % 100 < 50 ? "day" : "night"))
                .collect(Collectors.joining("\n", "n,light\n", "\n"));
        Files.writeString(folder.resolve("rows.csv"), rows);
        List<String> said = run("evaluate", "rows.csv", "--label", "light", "--learner", "recent-shares:fading=0.5");
        assertThat(said)
                .anySatisfy(line -> assertThat(line).startsWith("recent-shares").contains("0.98"));
        List<String> refused = run("evaluate", "rows.csv", "--label", "light", "--learner", "recent-shares:fading=2");
        assertThat(refused)
                .anySatisfy(line -> assertThat(line).contains("fading must be above 0 and at most 1, got 2.0"));
    }

    private List<String> run(String... arguments) throws Exception {
        String classPath = MillraceProcess.jar() + File.pathSeparator + folder;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "dev.millrace.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
