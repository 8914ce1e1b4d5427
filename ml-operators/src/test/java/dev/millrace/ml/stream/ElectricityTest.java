package dev.millrace.ml.stream;

import static dev.millrace.ml.feature.FeatureSpec.category;
import static dev.millrace.ml.feature.FeatureSpec.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.ml.learner.RecordedStream;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole operator on a recorded stream gives the reference's (MOA) figures. */
class ElectricityTest {
    private static Reply.Status learn(String learner) {
        List<String[]> lines = RecordedStream.lines("electricity");
        String[] names = lines.get(0);
        Schema.Builder fields = Schema.builder();
        Learning learning = Learning.classify("class");
        for (String name : names) {
            boolean text = name.equals("class") || name.equals("day");
            fields.add(name, text ? FieldType.TEXT : FieldType.NUMBER);
            if (!name.equals("class")) {
                learning.feature(name, text ? category(name) : number(name));
            }
        }
        Schema schema = fields.build();
        LearningOperator operator =
                OperatorFixture.create(learning.with(learner, Map.of()).build(), schema);
        for (int i = 1; i < lines.size(); i++) {
            Row row = new Row(schema, 0, 0, i - 1L);
            for (int k = 0; k < names.length; k++) {
                var field = schema.fields().get(k);
                if (field.type() == FieldType.TEXT) {
                    row.setText(field.slot(), lines.get(i)[k]);
                } else {
                    row.setNumber(field.slot(), Double.parseDouble(lines.get(i)[k]));
                }
            }
            operator.onEvent(row, i);
        }
        return (Reply.Status) operator.answer(new Question.Status());
    }

    @Test
    void naiveBayesIsAsGoodAsTheReference() {
        Reply.Status status = learn("naive-bayes");
        assertThat(status.metrics().count()).isEqualTo(45_312);
        assertThat(status.metrics().accuracy() * 100).isCloseTo(73.36, within(0.1));
        assertThat(status.baselines().get("no-change").accuracy() * 100).isCloseTo(85.33, within(0.01));
        assertThat(status.baselines().get("majority").accuracy() * 100).isCloseTo(57.53, within(0.01));
        assertThat(status.metrics().kappaT()).isNegative();
    }

    @Test
    void noChangeIsItsOwnReference() {
        Reply.Status status = learn("no-change");
        assertThat(status.metrics().accuracy() * 100).isCloseTo(85.33, within(0.01));
        assertThat(status.metrics().kappaT()).isCloseTo(0, within(1e-3));
    }
}
