package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spreadsheets that write decimal commas and dates in the order of their country. */
class OtherProgramsTest {
    @TempDir
    private Path folder;

    private final CommandRun cli = new CommandRun();

    private Path rows(String name, boolean american) throws IOException {
        StringBuilder text = new StringBuilder("at;amount;class\n");
        for (int i = 0; i < 400; i++) {
            int day = 1 + i % 28;
            int month = 1 + i / 28 % 12;
            text.append(american ? month + "/" + day : day + "." + month)
                    .append(american ? "/" : ".")
                    .append(2026 + i / 336);
            text.append(';')
                    .append(i * 37 % 100)
                    .append(",5;")
                    .append(i * 37 % 100 < 50 ? "low" : "high")
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private void run(Path pipeline, int code) {
        assertThat(cli.run(
                        "run",
                        pipeline.toString(),
                        "--registry",
                        folder.resolve("registry").toString()))
                .as(cli.err())
                .isEqualTo(code);
    }

    private Path pipeline(String name, String source) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                "pipeline: " + name + "\nsource: [" + source + "]\ntime: at\nlabel: class\nlearner: logistic\n");
    }

    @Test
    void aFileIsReadAsItsValuesShowAndGoesOnSo() throws IOException {
        rows("rows.csv", false);
        Path pipeline = pipeline("plain", "{file: rows.csv}");
        run(pipeline, 0);
        assertThat(cli.out()).contains("400");
        Files.writeString(folder.resolve("rows.csv"), "1.1.2028;7,5;low\n", StandardOpenOption.APPEND);
        run(pipeline, 0);
        assertThat(cli.out()).contains("goes on from plain@");
        assertThat(cli.run(
                        "evaluate",
                        folder.resolve("rows.csv").toString(),
                        "--label",
                        "class",
                        "--time",
                        "at",
                        "--learner",
                        "logistic",
                        "--json"))
                .as(cli.err())
                .isZero();
        assertThat(Double.parseDouble(cli.out().replaceAll("(?s).*?\"accuracy\":([0-9.]+).*", "$1")))
                .isGreaterThan(0.9);
        assertThat(cli.run(
                        "predict",
                        folder.resolve("rows.csv").toString(),
                        "--model",
                        "plain",
                        "--registry",
                        folder.resolve("registry").toString()))
                .as(cli.err())
                .isZero();
        assertThat(cli.out().lines()).hasSize(401);
    }

    @Test
    void whatIsOpenIsSaidAndCanBeSet() throws IOException {
        Files.writeString(
                folder.resolve("open.csv"),
                "at;amount;class\n1/2/2026;1,500;low\n2/3/2026;2,500;high\n3/4/2026;1,250;low\n");
        Path open = Files.writeString(
                folder.resolve("open.yaml"), "pipeline: open\nsource: open.csv\nlabel: class\nlearner: logistic\n");
        run(open, 0);
        assertThat(cli.err())
                .contains(
                        "open.csv: the commas in 'amount'",
                        "open.csv: the dates in 'at' may begin with",
                        "dates: m/d/yyyy");
        run(pipeline("set", "{file: open.csv, dates: d/m/yyyy, decimal: \",\"}"), 0);
        assertThat(cli.err()).doesNotContain("open.csv:");
        run(pipeline("wrong", "{file: open.csv, dates: y/m/d}"), 2);
        assertThat(cli.err()).contains("wrong.yaml:2", "d.m.yyyy", "m/d/yyyy");
        run(pipeline("json", "{file: rows.ndjson, decimal: \",\"}"), 2);
        assertThat(cli.err()).contains("files of separated values");
    }

    @Test
    void americanDatesShowThemselves() throws IOException {
        rows("rows.csv", true);
        run(pipeline("american", "{file: rows.csv}"), 0);
        assertThat(cli.out()).contains("400");
    }
}
