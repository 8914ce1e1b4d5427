package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.file.PipelineFile;
import dev.millrace.cli.file.SpecJson;
import dev.millrace.cli.plan.Blueprint;
import dev.millrace.cli.plan.Streams;
import dev.millrace.datasets.Datasets;
import dev.millrace.stream.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    private Path folder;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyExampleIsAWholePipeline() throws Exception {
        Streams streams = new Streams(Datasets.of(Map.of()), new SystemClock());
        assertThat(files()).hasSizeGreaterThanOrEqualTo(3);
        for (Path file : files()) {
            Blueprint blueprint = Blueprint.of(PipelineFile.read(file), streams);
            assertThat(Blueprint.ofDefinition(blueprint.definition()).definition())
                    .as(file.toString())
                    .isEqualTo(blueprint.definition());
        }
    }

    @Test
    void theDemoIsAPipelineFileLikeAnyOther() throws Exception {
        PipelineFile demo = PipelineFile.read(
                "demo.yaml", DemoCommand.pipelineFile(), Path.of("").toAbsolutePath());
        Blueprint blueprint = Blueprint.of(demo, new Streams(Datasets.of(Map.of()), new SystemClock()));
        assertThat(blueprint.spec().name()).isEqualTo(DemoCommand.PIPELINE);
        assertThat(blueprint.spec().isSideBySide()).isTrue();
        assertThat(SpecJson.write(blueprint.spec())).contains("\"on-alarm\":\"background\"");
        CommandRun cli = new CommandRun();
        assertThat(cli.run("demo", "--show")).isZero();
        assertThat(cli.out()).startsWith("# The demo").contains("pipeline: fraud");
    }

    @Test
    void theSensorsLearnAndReport() throws Exception {
        for (String name : List.of("sensors.yaml", "sensors.csv")) {
            Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
        }
        CommandRun cli = new CommandRun();
        int code = cli.run(
                "run",
                folder.resolve("sensors.yaml").toString(),
                "--registry",
                folder.resolve("registry").toString());
        assertThat(code).as(cli.err()).isZero();
        assertThat(cli.out()).contains("1,200 records").contains("MAE").contains("sensors@");
        long predictions = 0;
        for (int p = 0; p < 2; p++) {
            predictions += Files.readAllLines(folder.resolve("out/predictions-" + p + ".ndjson"))
                    .size();
        }
        assertThat(predictions).isEqualTo(1_200);
        assertThat(Files.readString(folder.resolve("out/by-station-0.ndjson"))
                        + Files.readString(folder.resolve("out/by-station-1.ndjson")))
                .contains("\"key\":\"s1\"")
                .contains("\"readings\":6")
                .contains("\"mean\":");
    }

    @Test
    void theBetterChallengerAnswersAndTheVersionSaysSo() throws Exception {
        CommandRun cli = new CommandRun();
        String registry = folder.resolve("registry").toString();
        int code = cli.run("run", EXAMPLES.resolve("challengers.yaml").toString(), "--registry", registry);
        assertThat(code).as(cli.err()).isZero();
        CommandRun show = new CommandRun();
        assertThat(show.run("models", "show", "challengers", "--registry", registry))
                .as(show.err())
                .isZero();
        assertThat(show.out()).contains("answering: p0 hoeffding-adaptive-tree after 3 changes");
    }
}
