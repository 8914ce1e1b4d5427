package dev.millrace.ml.stream;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.time.Timestamps;
import java.util.List;
import java.util.stream.IntStream;

/** One stream learned by one operator, and split by chance over several. */
final class Partitions {
    static final Schema SCHEMA = Schema.builder()
            .number("amount")
            .number("distance")
            .number("y")
            .text("merchant")
            .text("note")
            .text("label")
            .build();

    private static final String[] LABELS = {"fine", "odd", "fraud"};

    final LearningOperator whole;
    final List<LearningOperator> parts;
    private final Random64 random;
    private final int classes;
    private int place;

    Partitions(LearningSpec spec, int partitions, int classes, long seed) {
        whole = OperatorFixture.create(spec, SCHEMA);
        parts = IntStream.range(0, partitions)
                .mapToObj(p -> OperatorFixture.create(spec, SCHEMA, 42 + p))
                .toList();
        random = new Random64(seed);
        this.classes = classes;
    }

    /** As many events as are wanted, each to one partition. */
    void learn(int events) {
        for (int i = 0; i < events; i++) {
            int k = random.nextInt(classes);
            give(row(k, "m" + (random.nextInt(2) == 0 ? k : random.nextInt(4))), random.nextInt(parts.size()));
        }
    }

    /** Events with many names, of which most are seen by one partition alone, as is the last class. */
    void learnApart(int events, int names) {
        for (int i = 0; i < events; i++) {
            int m = (int) (names * random.nextDouble() * random.nextDouble());
            int k = random.nextInt(i < events / 2 ? classes - 1 : classes);
            boolean isAlone = k == classes - 1 || random.nextInt(5) > 0;
            give(row(k, "m" + m), isAlone ? (k == classes - 1 ? 0 : m) % parts.size() : random.nextInt(parts.size()));
        }
    }

    private void give(Row row, int partition) {
        whole.onEvent(row, row.offset());
        parts.get(partition).onEvent(row, row.offset());
    }

    Row row(int k, String merchant) {
        Row row = new Row(SCHEMA, 0, 0, place++);
        double amount = 20 + 5 * k + 4 * random.nextGaussian();
        double distance = random.nextInt(20) == 0 ? Double.NaN : 3 - k + random.nextGaussian();
        row.setNumber(0, amount);
        row.setNumber(1, distance);
        row.setNumber(
                2,
                0.3 * amount
                        - 2 * (Double.isNaN(distance) ? 0 : distance)
                        + merchant.charAt(1)
                        + random.nextGaussian());
        row.setText(0, merchant);
        row.setText(1, "w" + random.nextInt(5) + " w" + (5 + k));
        row.setText(2, LABELS[k]);
        return row;
    }

    /** A question that no one has seen. */
    Row question() {
        return row(random.nextInt(classes), "m" + random.nextInt(5));
    }

    static Reply.Answer ask(LearningOperator operator, Row row, VersionedModel model) {
        return (Reply.Answer) operator.answer(new Question.Predict(row, Timestamps.NONE, model));
    }

    static double score(Reply.Answer answer, String name) {
        return answer.scores()[answer.classes().indexOf(name)];
    }
}
