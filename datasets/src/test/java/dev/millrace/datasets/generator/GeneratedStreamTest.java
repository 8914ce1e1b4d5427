package dev.millrace.datasets.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.source.Collected;
import dev.millrace.stream.source.SourceContract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GeneratedStreamTest {
    private static final Map<String, Long> PINNED = Map.ofEntries(
            Map.entry("agrawal", 1041763603850704796L),
            Map.entry("anomalies", 2844689979249878104L),
            Map.entry("bandit", 5570715923651954738L),
            Map.entry("friedman", 3931333792098283676L),
            Map.entry("hyperplane", 5288229948275605009L),
            Map.entry("led", -936111504493380242L),
            Map.entry("mixed", -3511938972612607447L),
            Map.entry("random-tree", -7394199922570308528L),
            Map.entry("rbf", 7154655829176688913L),
            Map.entry("sea", -5937855105057429269L),
            Map.entry("sine", 638986597199853683L),
            Map.entry("stagger", -6369455661498214095L),
            Map.entry("waveform", -7181300780603089236L));

    @TestFactory
    Stream<DynamicTest> everyKindReplaysFromAnyRecord() {
        return StreamKinds.all().stream()
                .map(kind -> DynamicTest.dynamicTest(
                        kind.name(),
                        () -> SourceContract.check(
                                GeneratedStream.parse(kind.name() + ":rows=700").source())));
    }

    @Test
    void whatMovesAndChangesReplaysFromAnyRecord() throws Exception {
        for (String stream : List.of(
                "hyperplane:rows=700,magnitude=0.01,drifting=10,concepts=1/2/1,width=100",
                "rbf:rows=700,speed=0.01,centroids=7,classes=5,concepts=1/2",
                "sea:rows=700,concepts=1/2/4,width=50,balanced=true",
                "agrawal:rows=700,concepts=1/2/1,every=50,width=90,recurring=true",
                "sine:rows=700,concepts=1/2,every=100,recurring=true")) {
            SourceContract.check(GeneratedStream.parse(stream).source());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyKindTellsItsFieldsItsClassesAndItsPaper() {
        return StreamKinds.all().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    GeneratedStream stream = GeneratedStream.parse(kind.name() + ":rows=2000");
                    List<Event> rows = Collected.of(stream.source()).events;
                    assertThat(rows)
                            .hasSize(2000)
                            .allSatisfy(event -> stream.schema()
                                    .fields()
                                    .forEach(field -> assertThat(((Row) event).isMissing(field))
                                            .as(field.name())
                                            .isFalse()));
                    int label = stream.schema().field(stream.label()).slot();
                    if (!stream.classes().isEmpty()) {
                        assertThat(rows)
                                .extracting(row -> ((Row) row).text(label))
                                .isSubsetOf(stream.classes());
                    }
                    assertThat(kind.paper()).matches("(?s).*[12][0-9]{3}.*");
                    assertThat(kind.summary()).isNotBlank();
                    assertThat(GeneratedStream.parse(stream.toString()).toString())
                            .isEqualTo(stream.toString());
                    assertThat(Settings.describe(kind.defaults()))
                            .allSatisfy(setting -> assertThat(Settings.describe(Composition.DEFAULT))
                                    .extracting(Settings.Setting::key)
                                    .doesNotContain(setting.key()));
                }));
    }

    /**
     * The first 1,000 records of each kind, every bit of them, as a number; of kinds that draw in order as taken from what
     * MOA writes with {@code -i 7}.
     */
    @Test
    void theSameSeedIsTheSameStreamOnEveryMachine() {
        Map<String, Long> pinned = new LinkedHashMap<>();
        StreamKinds.all().forEach(kind -> pinned.put(kind.name(), Tally.fingerprint(kind.name() + ":rows=1000")));
        assertThat(pinned).containsExactlyInAnyOrderEntriesOf(PINNED);
        assertThat(Tally.fingerprint("sea:rows=1000,seed=8")).isNotEqualTo(pinned.get("sea"));
    }

    @Test
    void conceptsFollowEachOther() {
        // Concepts 1 and 2 of mixed are each other's reverse: the share of records that follow the first rule.
        List<Boolean> followsFirst = follows("mixed:rows=400,concepts=1/2/1/2");
        assertThat(followsFirst.subList(0, 100)).containsOnly(true);
        assertThat(followsFirst.subList(100, 200)).containsOnly(false);
        assertThat(followsFirst.subList(200, 300)).containsOnly(true);
        assertThat(followsFirst.subList(300, 400)).containsOnly(false);
        assertThat(follows("mixed:rows=400,concepts=1/2,every=100,recurring=true"))
                .isEqualTo(followsFirst);
        assertThat(follows("mixed:rows=400,concepts=1/2,every=100").subList(100, 400))
                .containsOnly(false);
    }

    @Test
    void aGradualChangeFollowsASigmoid() {
        List<Boolean> followsFirst = follows("mixed:rows=100000,concepts=1/2,width=20000");
        for (int tenth = 0; tenth < 10; tenth++) {
            int from = 10_000 * tenth;
            double expected = 0;
            for (int n = from; n < from + 10_000; n++) {
                expected += 1e-4 / (1 + Math.exp(4 * (n - 50_000.0) / 20_000));
            }
            double share = followsFirst.subList(from, from + 10_000).stream()
                            .filter(f -> f)
                            .count()
                    / 1e4;
            assertThat(share).as("tenth " + tenth).isCloseTo(expected, within(0.02));
        }
    }

    @Test
    void gradualChangesGoRoundAndRound() {
        List<Boolean> followsFirst = follows("mixed:rows=200000,concepts=1/2,every=1000,width=100,recurring=true");
        for (int change = 0; change < 200; change++) {
            // 400 records from the nearest change a record of the other concept has a probability of 1e-7.
            assertThat(followsFirst.subList(1000 * change + 400, 1000 * change + 600))
                    .as("change " + change)
                    .containsOnly(change % 2 == 0);
        }
    }

    /** Of each record of mixed, whether it has the class that concept 1 gives it. */
    private static List<Boolean> follows(String stream) {
        List<Boolean> follows = new ArrayList<>();
        Tally.each(stream, row -> {
            double curve = 0.5 + 0.3 * Math.sin(3 * Math.PI * row.number(0));
            long hold = row.integer(0) + row.integer(1) + (row.number(1) < curve ? 1 : 0);
            follows.add((hold >= 2) == row.text(0).equals("positive"));
        });
        return follows;
    }

    @Test
    void labelsAreWrongAsOftenAsTold() {
        for (double noise : new double[] {0, 0.1, 0.3}) {
            double wrong = Tally.share(
                    "sea:rows=50000,label-noise=" + noise,
                    row -> row.number(0) + row.number(1) <= 8 != row.text(0).equals("groupA"));
            assertThat(wrong).isCloseTo(noise, within(0.006));
        }
    }

    @Test
    void balancedClassesComeEquallyOften() {
        for (String kind : List.of("stagger", "agrawal:perturbation=0", "sea", "led")) {
            String stream = kind + (kind.contains(":") ? "," : ":") + "rows=2000,balanced=true,label-noise=0";
            for (String name : GeneratedStream.parse(stream).classes()) {
                assertThat(Tally.share(stream, name))
                        .isEqualTo(1.0 / GeneratedStream.parse(stream).classes().size());
            }
        }
    }

    @Test
    void mistakesAreAnsweredWithWhatThereIs() {
        refused("sae", "no generator 'sae'; did you mean 'sea'?");
        refused("sea:row=5", "unknown setting 'row' of sea; did you mean 'rows'?");
        refused("rbf:centroid=5", "unknown setting 'centroid' of rbf; did you mean 'centroids'?");
        refused("sea:concepts=1/9", "there is no concept 9; there are 1 … 4 (thresholds 8, 9, 7 and 9.5)");
        refused("sea:concepts=1>2", "concepts are numbers with slashes between, as in 1/2/1, got '1>2'");
        refused("sea:rows=0", "a generator makes at least one row, got 0; set rows");
        refused("sea:rows=many", "setting 'rows' is 'many'; allowed: a whole number");
        refused("sea:width=0", "a change goes on for 1 or more records, got 0; set width (1: abrupt)");
        refused("sea:label-noise=2", "label-noise lies in 0 … 1, got 2.0");
        refused("hyperplane:drifting=11", "drifting counts 0 … 10 of the attributes, got 11");
        refused("led:irrelevant=false,concepts=0/3", "concept 3 of led needs segments that say nothing");
        refused("friedman:balanced=true", "friedman has values, no classes to balance");
        refused("friedman:label-noise=0.1", "friedman has values, no classes, and takes no label-noise; set noise");
        refused("sea:rows=" + Long.MAX_VALUE + ",concepts=1/2", "set every to the records from one change to the next");
        refused("sea:concepts", "'concepts' in 'sea:concepts' is not a setting; write key=value");
    }

    private static void refused(String stream, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeneratedStream.parse(stream))
                .withMessageContaining(message);
    }
}
