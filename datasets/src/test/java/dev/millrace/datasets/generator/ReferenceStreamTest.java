package dev.millrace.datasets.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams against those that MOA 2024.07 wrote by {@code WriteStreamToARFFFile}: concepts 1, 2, 1 and 4 as
 * {@code ConceptDriftStream -s (G -f 1) -d (ConceptDriftStream -s (G -f 2) -d (ConceptDriftStream -s (G) -d (G -f 4) C) C) C}
 * with {@code -w 50 -p 250000} for C and a seed of 1 everywhere ({@code -i}, {@code -r}). The fingerprints of
 * {@link Tally#fingerprint} were taken from its files.
 */
class ReferenceStreamTest {
    private static final String CHANGING = ":rows=1000000,concepts=1/2/1/4,width=50,seed=1";

    /** The first hundred records and those around the first change. */
    @ParameterizedTest
    @ValueSource(strings = {"agrawal", "sea"})
    void hasTheRecordsThatMoaWrote(String kind) throws IOException {
        Map<Integer, String> written = written("moa-" + kind + ".csv");
        assertThat(written).hasSize(200);
        List<String> ours = new ArrayList<>();
        Tally.each(kind + CHANGING, row -> ours.add(written.containsKey(ours.size()) ? text(row) : ""));
        written.forEach((offset, record) ->
                assertThat(ours.get(offset)).as("record " + offset).isEqualTo(record));
    }

    @ParameterizedTest
    @CsvSource({"agrawal, 7066330223562973650", "sea, -1718815006126455636"})
    void hasEachOfItsMillionRecords(String kind, long ofItsFile) {
        assertThat(Tally.fingerprint(kind + CHANGING)).isEqualTo(ofItsFile);
    }

    /** Changes that overlap: functions 1, 7 and 3, each joined to what follows with {@code -w 7000 -p 10000}. */
    @Test
    void gradualChangesMixItsRecords() {
        assertThat(Tally.fingerprint("agrawal:rows=30000,concepts=1/7/3,every=10000,width=7000,seed=9"))
                .isEqualTo(6798829540149206735L);
    }

    /** As above, but {@code -w 500 -p 6000} and a seed of 2; LED's concepts are {@code LEDGeneratorDrift -d}. */
    @ParameterizedTest
    @CsvSource({
        "stagger, 1/2/3, 4663536820018529617",
        "mixed, 1/2/1, 1177731990455599389",
        "sine, 1/4/3, -6973549918620123763",
        "led, 1/3/7, -4568552648236707861"
    })
    void hasTheRecordsOfTheOthersThatDrawInOrder(String kind, String concepts, long ofItsFile) {
        assertThat(Tally.fingerprint(kind + ":rows=20000,every=6000,width=500,seed=2,concepts=" + concepts))
                .isEqualTo(ofItsFile);
    }

    /** With {@code -b} and a seed of 2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sea:label-noise=0.07 | 866876664144502653",
                "agrawal:concepts=5 | 5104981137376443515",
                "stagger:concepts=2 | 5415242628142398344",
                "mixed:concepts=1 | 5946717555324027838",
                "sine:concepts=1 | -6064705060616069976"
            })
    void drawsAgainForBalanceAsThere(String stream, long ofItsFile) {
        assertThat(Tally.fingerprint(stream + ",rows=2000,balanced=true,seed=2"))
                .isEqualTo(ofItsFile);
    }

    /** By offset. */
    private static Map<Integer, String> written(String resource) throws IOException {
        Map<Integer, String> records = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ReferenceStreamTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                int comma = line.indexOf(',');
                records.put(Integer.parseInt(line.substring(0, comma)), canonical(line.substring(comma + 1)));
            });
        }
        return records;
    }

    /** Numbers as the running JVM writes them: which digits are the shortest has changed with JDK 19. */
    private static String canonical(String record) {
        List<String> cells = new ArrayList<>();
        for (String cell : record.split(",")) {
            cells.add(Character.isLetter(cell.charAt(0)) ? cell : Double.toString(Double.parseDouble(cell)));
        }
        return String.join(",", cells);
    }

    private static String text(Row row) {
        List<String> cells = new ArrayList<>();
        for (Field field : row.schema().fields()) {
            cells.add(
                    switch (field.type()) {
                        case NUMBER -> Double.toString(row.number(field.slot()));
                        default -> row.text(field.slot());
                    });
        }
        return String.join(",", cells);
    }
}
