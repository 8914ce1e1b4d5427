package dev.millrace.ml.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AlertQuantileTest {
    private final Random64 random = new Random64(5);

    /** Share of alerts over so many events, each decided before it is counted. */
    private double alerts(AlertQuantile quantile, int events, double scale) {
        int alerts = 0;
        for (int i = 0; i < events; i++) {
            double score = scale * random.nextDouble();
            alerts += quantile.isAlert(score) ? 1 : 0;
            quantile.add(score);
        }
        return alerts / (double) events;
    }

    @Test
    void theShareIsKeptAndFoundAgainWhenScoresMove() {
        AlertQuantile quantile = new AlertQuantile(0.05);
        alerts(quantile, 1_000, 1);
        assertThat(alerts(quantile, 50_000, 1)).isBetween(0.04, 0.06);
        assertThat(alerts(quantile, 200, 0.1)).as("nothing reaches the old cut").isZero();
        alerts(quantile, 60_000, 0.1);
        assertThat(alerts(quantile, 50_000, 0.1)).isBetween(0.04, 0.06);
    }

    @Test
    void ofTiesAllOrNoneAreAlertsWhicheverIsNearer() {
        AlertQuantile quantile = new AlertQuantile(0.05);
        for (int i = 0; i < 1_000; i++) {
            quantile.add(i % 100 < 8 ? 0.9 : 0.2);
        }
        assertThat(quantile.isAlert(0.9)).as("8 % are nearer to 5 % than none").isTrue();
        assertThat(quantile.isAlert(0.2)).isFalse();
        AlertQuantile flat = new AlertQuantile(0.05);
        for (int i = 0; i < 1_000; i++) {
            flat.add(0.7);
        }
        assertThat(flat.isAlert(0.7)).as("none is nearer to 5 % than all").isFalse();
    }

    @Test
    void whatWasSeenComesBackAndGoesOnAlike() {
        AlertQuantile quantile = new AlertQuantile(0.1);
        alerts(quantile, 23_456, 1);
        BytesStateWriter out = new BytesStateWriter();
        quantile.snapshot(out);
        AlertQuantile restored = new AlertQuantile(0.1);
        TreeMap<String, byte[]> chunks = new TreeMap<>();
        chunks.put(BytesStateWriter.MAIN, out.main());
        restored.restore(new BytesStateReader(chunks));
        for (int i = 0; i < 30_000; i++) {
            double score = random.nextDouble();
            assertThat(restored.isAlert(score)).isEqualTo(quantile.isAlert(score));
            quantile.add(score);
            restored.add(score);
        }
        BytesStateWriter one = new BytesStateWriter();
        BytesStateWriter other = new BytesStateWriter();
        quantile.snapshot(one);
        restored.snapshot(other);
        assertThat(other.main()).isEqualTo(one.main());
    }

    @Test
    void costsSayFromWhichScoreOn() {
        assertThat(Decide.ofCosts(1, 19).score()).isEqualTo(0.05);
        assertThatThrownBy(() -> Decide.ofCosts(0, 1)).hasMessageContaining("decide.cost");
        Decider decider = Decider.of(Decide.ofCosts(1, 3), 0);
        assertThat(decider.decide(new double[] {0.3, 0.7})).isZero();
        assertThat(decider.decide(new double[] {0.2, 0.8})).isEqualTo(1);
        assertThat(Decider.LARGEST.decide(new double[] {0.3, 0.7})).isEqualTo(1);
    }
}
