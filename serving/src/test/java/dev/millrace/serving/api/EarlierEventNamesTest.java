package dev.millrace.serving.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.label.EventNaming;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.stream.Label;
import dev.millrace.serving.http.Problem;
import dev.millrace.serving.model.ModelShape;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are labels of earlier ones ({@code label: {of: …}}): what does not name one is answered, not stored. */
class EarlierEventNamesTest {
    private static final Schema SCHEMA =
            Schema.builder().number("x").text("class").text("about").build();

    private static Items<Row> read(String body, BodyForm form, boolean both) {
        Label label = new Label(
                "class",
                Task.CLASSIFICATION,
                Map.of(),
                null,
                60_000,
                null,
                null,
                new EarlierEvent(EventNaming.byId("about"), both));
        RowReader reader = new RowReader(new ModelShape(SCHEMA, null, null, label, 1));
        return Items.read(body.getBytes(StandardCharsets.UTF_8), form, 10, reader.events(0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"about\":\"yesterday\",\"class\":\"low\"} | JSON | /about | 'yesterday' is not an event id",
                "[{\"x\":1},{\"about\":\"1-0\",\"class\":\"low\"}] | JSON | /1/about | '1-0' is not an event id",
                "{\"about\":\"1-0-zzzzzzzzzzzzzzzz-00000000\",\"class\":\"low\"} | LINES | /about | is not an event id",
                "{\"about\":\"1-0-a-00000000\"} | JSON | /class | 'class' is missing; the event says by about",
            })
    void whatNamesNoEventIsRefusedWhereItStands(String body, BodyForm form, String pointer, String detail) {
        assertThatThrownBy(() -> read(body, form, false))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.members()).containsEntry("pointer", pointer);
                })
                .hasMessageContaining(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"about\":\"1-0-a-00000000\",\"class\":\"low\"} | false",
                "{\"x\":1} | false",
                "{\"x\":1,\"about\":null,\"class\":\"low\"} | false",
                "{\"x\":1,\"about\":\"1-0-a-00000000\"} | true",
            })
    void whatNamesOneOrNoneIsTaken(String body, boolean both) {
        assertThat(read(body, BodyForm.JSON, both).values()).hasSize(1);
    }
}
