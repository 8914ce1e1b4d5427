package dev.millrace.ml.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BytesStateReader;
import dev.millrace.stream.state.BytesStateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static Evaluator evaluator(int window) {
        Evaluator evaluator = Evaluator.ofClasses("b", window);
        evaluator.ensureClasses(List.of("a", "b"));
        return evaluator;
    }

    private static void feed(Random64 random, int events, Evaluator... evaluators) {
        for (int i = 0; i < events; i++) {
            int truth = random.nextInt(2);
            double score = (truth + random.nextDouble()) / 2;
            for (Evaluator evaluator : evaluators) {
                evaluator.score(truth, score > 0.5 ? 1 : 0, 0, 1, new double[] {1 - score, score});
            }
        }
    }

    @Test
    void theWindowSeesTheLastPredictionsOnly() {
        Evaluator all = evaluator(100);
        Evaluator last = evaluator(100);
        feed(new Random64(1), 500, all);
        feed(new Random64(2), 100, all, last);
        assertThat(all.window().count()).isEqualTo(100);
        assertThat(all.window().toMap()).isEqualTo(last.window().toMap());
        assertThat(all.window().accuracy()).isEqualTo(last.metrics().accuracy());
        assertThat(all.window().logLoss()).isCloseTo(last.metrics().logLoss(), within(1e-6));
        assertThat(all.window().prAuc()).isCloseTo(last.metrics().prAuc(), within(1e-3));
    }

    @Test
    void fadingForgetsAShift() {
        Evaluator evaluator = evaluator(10);
        for (int i = 0; i < 10_000; i++) {
            evaluator.score(0, 0, 0, 0, null);
        }
        for (int i = 0; i < 5_000; i++) {
            evaluator.score(0, 1, 0, 0, null);
        }
        assertThat(evaluator.fading().accuracy()).isLessThan(0.01);
        assertThat(evaluator.metrics().accuracy()).isCloseTo(2.0 / 3, within(1e-9));
        assertThat(evaluator.metrics().logLoss()).isNaN();
    }

    @Test
    void restoredIsUninterrupted() {
        Evaluator evaluator = evaluator(64);
        feed(new Random64(1), 1_000, evaluator);
        byte[] before = bytes(evaluator);
        Evaluator restored = evaluator(64);
        restored.restore(new BytesStateReader(before));
        assertThat(bytes(restored)).isEqualTo(before);
        feed(new Random64(2), 77, evaluator, restored);
        assertThat(bytes(restored)).isEqualTo(bytes(evaluator));
        assertThat(restored.window().toMap()).isEqualTo(evaluator.window().toMap());
    }

    @Test
    void baselinesPredictWhatWasKnown() {
        Baselines baselines = Baselines.ofClasses(null);
        assertThat(baselines.noChange()).isEqualTo(-1);
        baselines.ensureClasses(List.of("a", "b"));
        assertThat(baselines.noChange()).isZero();
        for (int label : new int[] {1, 0, 0, 1}) {
            baselines.score(label, baselines.noChange(), baselines.majority());
            baselines.learn(label);
        }
        assertThat(baselines.majority()).isZero();
        assertThat(baselines.metrics().get("no-change").accuracy()).isEqualTo(0.25);
        assertThat(baselines.metrics().get("majority").accuracy()).isEqualTo(0.25);
    }

    private static byte[] bytes(Evaluator evaluator) {
        BytesStateWriter out = new BytesStateWriter();
        evaluator.snapshot(out);
        return out.main();
    }
}
