package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.lag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Scale;
import dev.millrace.stream.event.NumberTable;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked as a table is answered with the bits of each row by itself. */
class TableQuestionsTest {
    private static final int NUMBERS = 11;
    private static final double[] ODD = {
        Double.NaN, 0, -0.0, 1e99, -0.95e100, 1e100, -1.0000001e100, 1e200, 1e308, -1e308, Double.MIN_VALUE
    };

    private static Schema schema() {
        Schema.Builder schema = Schema.builder().text("kind");
        for (int i = 0; i < NUMBERS; i++) {
            schema.number("n" + i);
            if (i == 4) {
                schema.number("value").text("label");
            }
        }
        return schema.build();
    }

    private static final Schema SCHEMA = schema();

    /** Every number but one, in another order than the schema's, some scaled. */
    private static Learning with(Learning learning, Scale... scales) {
        Learning all = learning;
        for (int i = NUMBERS - 1; i > 0; i--) {
            FeatureSpec feature = new FeatureSpec.Numeric("n" + (i + 3) % NUMBERS, scales[i % scales.length]);
            all = all.feature("f" + i, feature);
        }
        return all;
    }

    static Stream<Object[]> models() {
        Scale[] scaled = {Scale.STANDARD};
        Scale[] mixed = {Scale.STANDARD, Scale.STANDARD, Scale.NONE};
        return Stream.of(
                named(
                        "logistic",
                        2,
                        () -> with(Learning.classify("label"), scaled).with("logistic", Map.of())),
                named(
                        "logistic, some unscaled",
                        2,
                        () -> with(Learning.classify("label"), mixed).with("logistic", Map.of())),
                named(
                        "logistic, one class",
                        1,
                        () -> with(Learning.classify("label"), scaled).with("logistic", Map.of())),
                named(
                        "softmax",
                        4,
                        () -> with(Learning.classify("label"), mixed).with("logistic", Map.of())),
                named(
                        "adam",
                        2,
                        () -> with(Learning.classify("label"), scaled).with("logistic", Map.of("optimizer", "adam"))),
                named(
                        "naive-bayes",
                        3,
                        () -> with(Learning.classify("label"), Scale.NONE).with("naive-bayes", Map.of())),
                named(
                        "hoeffding-tree",
                        2,
                        () -> with(Learning.classify("label"), Scale.NONE).with("hoeffding-tree", Map.of())),
                named("rls", 0, () -> with(Learning.regress("value"), scaled).with("rls", Map.of())),
                named("anomalies", 0, () -> with(Learning.detect(), Scale.NONE).with("half-space-trees", Map.of())),
                named(
                        "minimum and maximum",
                        2,
                        () -> with(Learning.classify("label"), Scale.MIN_MAX).with("logistic", Map.of())),
                named(
                        "a category",
                        2,
                        () -> with(Learning.classify("label"), scaled)
                                .feature("kind", category("kind"))
                                .with("logistic", Map.of())),
                named(
                        "a lag",
                        2,
                        () -> with(Learning.classify("label"), scaled)
                                .feature("before", lag("n1"))
                                .with("logistic", Map.of())));
    }

    private static Object[] named(String name, int classes, Supplier<Learning> learning) {
        return new Object[] {name, classes, learning};
    }

    private static Row row(Random64 random, boolean odd) {
        Row row = new Row(SCHEMA);
        for (int slot = 0; slot < SCHEMA.numberSlots(); slot++) {
            boolean strange = odd && random.nextInt(12) == 0;
            row.setNumber(slot, strange ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * (slot + 1));
        }
        return row;
    }

    private static NumberTable table(Row... rows) {
        NumberTable table = new NumberTable(SCHEMA.numberSlots());
        table.resize(rows.length);
        for (int r = 0; r < rows.length; r++) {
            for (int slot = 0; slot < table.columns(); slot++) {
                table.column(slot)[r] = rows[r].number(slot);
            }
        }
        return table;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void theBitsAreThoseOfEachRowByItself(String name, int classes, Supplier<Learning> learning) {
        LearningOperator operator = OperatorFixture.create(learning.get().build(), SCHEMA);
        Random64 random = new Random64(7);
        check(operator, random, 3);
        for (int n = 0; n < 500; n++) {
            Row row = row(random, n > 250);
            int label = random.nextInt(Math.max(1, classes));
            row.setNumber(SCHEMA.field("n0").slot(), label + random.nextGaussian());
            row.setText(SCHEMA.field("label").slot(), "class " + label);
            row.setNumber(SCHEMA.field("value").slot(), random.nextGaussian());
            row.setText(SCHEMA.field("kind").slot(), "k" + random.nextInt(3));
            operator.onEvent(row, n);
            if (n % 50 == 0) {
                check(operator, random, 1 + random.nextInt(70));
            }
        }
        var before = OperatorFixture.state(operator);
        check(operator, random, 64);
        check(operator, random, 1);
        assertThat(OperatorFixture.state(operator)).usingRecursiveComparison().isEqualTo(before);
    }

    private static void check(LearningOperator operator, Random64 random, int count) {
        Row[] rows = new Row[count];
        for (int r = 0; r < count; r++) {
            rows[r] = row(random, true);
        }
        for (VersionedModel model : new VersionedModel[] {null, operator.model()}) {
            Reply.Table all =
                    (Reply.Table) operator.answer(new Question.PredictTable(table(rows), Timestamps.NONE, model));
            for (int r = 0; r < count; r++) {
                Reply.Answer one =
                        (Reply.Answer) operator.answer(new Question.Predict(rows[r], Timestamps.NONE, model));
                expect(all, r, one);
            }
        }
    }

    private static void expect(Reply.Table all, int row, Reply.Answer one) {
        assertThat(all.row(row)).isEqualTo(one);
        if (one.scores() == null) {
            assertThat(all.scores()).isEmpty();
            assertThat(all.predicted()).isEmpty();
        } else if (!one.isAnomalyScore()) {
            assertThat(all.values()).isEmpty();
        }
    }
}
