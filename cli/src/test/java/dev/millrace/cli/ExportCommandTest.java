package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace models export}. */
class ExportCommandTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private void learn(String learner, String more) throws IOException {
        StringBuilder text = new StringBuilder("who,x,colour,class\n");
        for (int i = 0; i < 600; i++) {
            int x = i * 7919 % 100;
            text.append('k').append(i % 7).append(',').append(x).append(".5,");
            text.append(x % 3 == 0 ? "red" : "blue")
                    .append(x < 50 ? ",low" : ",high")
                    .append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), text);
        Path file = Files.writeString(
                folder.resolve("rows.yaml"),
                "pipeline: rows\nsource: rows.csv\nlabel: class\nlearner: " + learner + "\n" + more);
        assertThat(cli.run("run", file.toString(), "--registry", registry()))
                .as(cli.err())
                .isZero();
    }

    private String registry() {
        return folder.resolve("registry").toString();
    }

    private int export(String format, Path output, String... more) {
        String[] arguments = new String[9 + more.length];
        System.arraycopy(
                new String[] {
                    "models",
                    "export",
                    "rows@latest",
                    "--registry",
                    registry(),
                    "--format",
                    format,
                    format.equals("onnx") ? "--out" : "--output", // as other commands have it
                    output.toString()
                },
                0,
                arguments,
                0,
                9);
        System.arraycopy(more, 0, arguments, 9, more.length);
        return cli.run(arguments);
    }

    @Test
    void aModelIsWrittenInBothForms() throws IOException {
        learn("{svm: {rate: 0.05}}", "");
        Path onnx = folder.resolve("rows.onnx");
        assertThat(export("onnx", onnx)).as(cli.err()).isZero();
        assertThat(cli.out()).contains("rows@").contains("rows.onnx");
        assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1)).contains("millrace", "colour", "low", "high");
        Path tribuo = folder.resolve("rows.tribuo");
        assertThat(export("tribuo", tribuo)).as(cli.err()).isZero();
        assertThat(Files.readString(tribuo, StandardCharsets.ISO_8859_1)).contains("LinearSGDModel", "colour=red");
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        learn("naive-bayes", "");
        Path output = folder.resolve("rows.onnx");
        assertThat(export("onnx", output)).isEqualTo(2);
        assertThat(cli.err()).contains("only linear models can be exported").doesNotContain("\tat ");
        assertThat(export("pmml", output)).isEqualTo(2);
        assertThat(cli.err()).contains("pmml");
        assertThat(output).doesNotExist();
    }

    @Test
    void aPartitionIsChosen() throws IOException {
        learn("logistic", "key: who\npartitions: 3\n");
        Path output = folder.resolve("rows.onnx");
        assertThat(export("onnx", output)).isEqualTo(2);
        assertThat(cli.err()).contains("3 partitions").contains("--partition");
        assertThat(export("onnx", output, "--partition", "3")).isEqualTo(2);
        assertThat(cli.err()).contains("partitions 0 to 2");
        assertThat(export("onnx", output, "--partition", "1")).as(cli.err()).isZero();
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void allPartitionsAreMadeOne() throws IOException {
        learn("{logistic: {optimizer: adagrad}}", "key: who\npartitions: 3\n");
        Path merged = folder.resolve("merged.tribuo");
        assertThat(export("tribuo", merged, "--merged")).as(cli.err()).isZero();
        assertThat(Files.readString(merged, StandardCharsets.ISO_8859_1)).contains("LinearSGDModel", "colour=red");
        assertThat(export("onnx", folder.resolve("merged.onnx"), "--merged"))
                .as(cli.err())
                .isZero();
        assertThat(export("onnx", merged, "--merged", "--partition", "1")).isEqualTo(2);
        assertThat(cli.err()).contains("either --partition or --merged");
    }

    /** Of three versions at the least; the base may be named by number or alias, and changes what is averaged. */
    @Test
    void averagesAreTakenFromABase() throws IOException {
        learn("{logistic: {optimizer: adagrad}}", "key: who\npartitions: 3\ncheckpoint: {every: 1ms}\n");
        Path beginning = folder.resolve("beginning.onnx");
        assertThat(export("onnx", beginning, "--merged")).as(cli.err()).isZero();
        Path fromOne = folder.resolve("one.onnx");
        assertThat(export("onnx", fromOne, "--merged", "--base", "1"))
                .as(cli.err())
                .isZero();
        assertThat(fromOne).isNotEmptyFile();
        Path ofItself = folder.resolve("itself.onnx");
        assertThat(export("onnx", ofItself, "--merged", "--base", "latest"))
                .as(cli.err())
                .isZero();
        Path scores = folder.resolve("scores.ndjson");
        String rows = folder.resolve("rows.csv").toString();
        assertThat(cli.run(
                        "predict",
                        rows,
                        "--model",
                        "rows",
                        "--registry",
                        registry(),
                        "--merged",
                        "--base",
                        "1",
                        "--out",
                        scores.toString()))
                .as(cli.err())
                .isZero();
        assertThat(scores).content().contains("\"probabilities\"");
    }

    @Test
    void aBaseThatDoesNotFitIsRefusedByName() throws IOException {
        learn("{logistic: {optimizer: adagrad}}", "key: who\npartitions: 3\n");
        Path output = folder.resolve("rows.onnx");
        assertThat(export("onnx", output, "--merged", "--base", "77")).isEqualTo(1);
        assertThat(cli.err()).contains("the base '77'", "leave base out").doesNotContain("\tat ");
        assertThat(export("onnx", output, "--base", "1")).isEqualTo(2);
        assertThat(cli.err()).contains("--merged");
        Path file = folder.resolve("rows.yaml");
        Files.writeString(file, Files.readString(file) + "serve: {partitions: merged, base: nowhere}\n");
        assertThat(cli.run("run", file.toString(), "--registry", registry())).isEqualTo(1);
        assertThat(cli.err()).contains("the base 'nowhere'", "name a version, alias or tag of 'rows'");
        assertThat(output).doesNotExist();
    }

    @Test
    void aBaseWithOtherFeaturesIsRefused() throws IOException {
        learn("logistic", "key: who\npartitions: 3\nfeatures: {x: {number: x}}\n");
        Path file = folder.resolve("rows.yaml");
        Files.writeString(
                file, Files.readString(file).replace("{number: x}", "{number: x}, colour: {category: colour}"));
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, Files.readString(rows) + "k1,3.5,red,low\nk2,93.5,red,high\n");
        assertThat(cli.run("run", file.toString(), "--registry", registry()))
                .as(cli.err())
                .isZero();
        assertThat(export("onnx", folder.resolve("rows.onnx"), "--merged", "--base", "1"))
                .isEqualTo(1);
        assertThat(cli.err()).contains("the base 1 differs in its features", "name a version since");
    }

    @Test
    void whatIsServedMergedIsExportedMerged() throws IOException {
        learn("logistic", "key: who\npartitions: 3\nserve: {partitions: merged}\n");
        Path output = folder.resolve("rows.onnx");
        assertThat(export("onnx", output)).as(cli.err()).isZero();
        assertThat(export("onnx", folder.resolve("merged.onnx"), "--merged")).isZero();
        assertThat(output).hasSameBinaryContentAs(folder.resolve("merged.onnx"));
    }
}
