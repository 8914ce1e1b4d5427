package dev.millrace.ml.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DriftDetectorsTest {
    /** 1,000 values of 0 or 1, then 1,000 of 4 to 7, on which River and MOA were run. */
    private static List<Double> recorded() throws IOException {
        List<Double> values = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                DriftDetectorsTest.class.getResourceAsStream("drift-stream.csv"), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                values.add(Double.valueOf(line.trim()));
            }
        }
        return values;
    }

    private static int firstAlarm(DriftDetector detector, List<Double> values) {
        for (int i = 0; i < values.size(); i++) {
            if (detector.update(values.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(DriftDetector detector) {
        BytesStateWriter out = new BytesStateWriter();
        detector.snapshot(out);
        return out.main();
    }

    @Test
    void adwinSignalsWhereTheReferenceDoes() throws IOException {
        assertThat(firstAlarm(new Adwin(0.002), recorded())).isEqualTo(1023);
    }

    @Test
    void pageHinkleySignalsWhereTheReferenceDoes() throws IOException {
        assertThat(firstAlarm(new PageHinkley(), recorded())).isEqualTo(1006);
    }

    /** Rates of error of 0.2, 0.35, 0.1 and 0.5, 2,000 values each, from a congruential generator: on these MOA was run. */
    private static List<Double> errors() {
        List<Double> values = new ArrayList<>();
        long state = 42;
        for (double rate : new double[] {0.2, 0.35, 0.1, 0.5}) {
            for (int i = 0; i < 2_000; i++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                values.add((state >>> 11) * 0x1p-53 < rate ? 1.0 : 0.0);
            }
        }
        return values;
    }

    private static List<Integer> alarms(DriftDetector detector) {
        List<Integer> at = new ArrayList<>();
        List<Double> values = errors();
        for (int i = 0; i < values.size(); i++) {
            if (detector.update(values.get(i))) {
                at.add(i);
            }
        }
        return at;
    }

    /** MOA 2024.07: DDM, and the one-sided HDDM tests, at their defaults. */
    @Test
    void detectorsOfRisingErrorsSignalWhereTheReferenceDoes() {
        assertThat(alarms(new Ddm(30, 3))).containsExactly(2367, 6185);
        assertThat(alarms(new HddmA(0.001))).containsExactly(2062, 2983, 6056);
        assertThat(alarms(new HddmW(0.001, 0.05))).containsExactly(2027, 2953, 3384, 6038, 6660, 6812);
    }

    @Test
    void aMethodIsFoundByItsNameAndTellsTheNearestOne() {
        assertThat(DetectionMethod.of("hddm-w", Map.of("lambda", "0.1")))
                .isEqualTo(new DetectionMethod.HddmWMethod(0.001, 0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectionMethod.of("adwim", Map.of()))
                .withMessageContaining("did you mean 'adwin'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DetectionMethod.of("ddm", Map.of("deviations", "-1")))
                .withMessageContaining("deviations");
    }

    @Test
    void restoredAtAnyPlaceADetectorGoesOnAsIfNothingHadHappened() throws IOException {
        List<Supplier<DriftDetector>> kinds = DetectionMethod.ALL.stream()
                .<Supplier<DriftDetector>>map(method -> method::create)
                .toList();
        for (Supplier<DriftDetector> kind : kinds) {
            DriftDetector steady = kind.get();
            DriftDetector interrupted = kind.get();
            int n = 0;
            for (double value : recorded()) {
                if (n++ % 37 == 0) {
                    DriftDetector fresh = kind.get();
                    fresh.restore(new BytesStateReader(bytes(interrupted)));
                    interrupted = fresh;
                }
                assertThat(interrupted.update(value)).isEqualTo(steady.update(value));
            }
            assertThat(bytes(interrupted)).isEqualTo(bytes(steady));
        }
    }

    @Test
    void adwinKeepsEverythingWhileNothingChanges() {
        Random64 random = new Random64(1);
        Adwin adwin = new Adwin();
        int alarms = 0;
        for (int i = 0; i < 100_000; i++) {
            alarms += adwin.update(random.nextInt(5) == 0 ? 1 : 0) ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(2);
        assertThat(adwin.width()).isGreaterThan(20_000);
        assertThat(adwin.mean()).isCloseTo(0.2, within(0.01));
        assertThat(bytes(adwin).length).isLessThan(2_000);
    }

    @Test
    void adwinForgetsWhatWasBeforeAChange() {
        Random64 random = new Random64(2);
        Adwin adwin = new Adwin();
        for (int i = 0; i < 5_000; i++) {
            adwin.update(random.nextInt(5) == 0 ? 1 : 0);
        }
        for (int i = 0; i < 2_000; i++) {
            adwin.update(random.nextInt(2));
        }
        assertThat(adwin.mean()).isCloseTo(0.5, within(0.05));
        assertThat(adwin.width()).isLessThan(3_000);
    }

    @Test
    void valuesThatAreNotFiniteAreIgnored() {
        for (DetectionMethod method : DetectionMethod.ALL) {
            DriftDetector detector = method.create();
            byte[] before = bytes(detector);
            assertThat(detector.update(Double.NaN)).isFalse();
            assertThat(detector.update(Double.POSITIVE_INFINITY)).isFalse();
            assertThat(bytes(detector)).isEqualTo(before);
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Adwin(0)).withMessageContaining("delta");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PageHinkley(0, 0, 1, 1))
                .withMessageContaining("min-instances");
    }
}
