package dev.millrace.serving.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.millrace.ml.stream.Reply;
import dev.millrace.ml.stream.Serve;
import dev.millrace.serving.http.IsoTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes the answers of one model from pieces that are encoded once: names of classes, and what follows the prediction, which
 * is the same for all rows of a request and for all requests between two events. An answer costs half of what it costs
 * member by member. Threading: any thread; what is remembered is immutable.
 */
final class AnswerTexts {
    private static final int PARTITIONS = 16;
    private static final SerializedString ACTION = new SerializedString("{\"action\":");
    private static final SerializedString PREDICTION = new SerializedString("{\"prediction\":");

    private record ClassPieces(List<String> classes, List<SerializedString> openings, List<SerializedString> names) {
        static ClassPieces of(List<String> classes) {
            List<SerializedString> openings = new ArrayList<>();
            List<SerializedString> names = new ArrayList<>();
            for (String name : classes) {
                openings.add(new SerializedString("{\"prediction\":" + quoted(name) + ",\"probabilities\":{"));
                names.add(new SerializedString((names.isEmpty() ? "" : ",") + quoted(name) + ':'));
            }
            return new ClassPieces(classes, List.copyOf(openings), List.copyOf(names));
        }
    }

    private record Ending(
            long version,
            long since,
            Serve serve,
            String base,
            long seenMillis,
            long asOfMillis,
            boolean classes,
            SerializedString text) {
        boolean fits(long thisVersion, long thisSince, Serve thisServe, String thisBase, Reply.Answer answer) {
            return version == thisVersion
                    && since == thisSince
                    && serve == thisServe
                    && Objects.equals(base, thisBase)
                    && seenMillis == answer.eventTimeSeenMillis()
                    && asOfMillis == answer.asOfMillis()
                    && classes == hasProbabilities(answer);
        }
    }

    private final String model;
    private volatile ClassPieces lastClasses = ClassPieces.of(List.of());

    /** The last of some partitions, so that the rows of a request find theirs. Endings are immutable: a race costs one more. */
    private final Ending[] lastEndings = new Ending[PARTITIONS];

    AnswerTexts(String model) {
        this.model = quoted(model);
    }

    /**
     * Writes the whole answer to a question as one JSON value.
     *
     * @param partition that has answered
     * @param learnedAtVersion labelled events that the partition had learned in that version
     * @param serve whose model has answered
     * @param base the version that its averages are taken from, as the pipeline names it; null for the beginning
     */
    void write(
            JsonGenerator json,
            Reply.Answer answer,
            int partition,
            long version,
            long learnedAtVersion,
            Serve serve,
            String base)
            throws IOException {
        if (answer.isChoice()) {
            choice(json, answer);
        } else if (answer.isCluster()) {
            json.writeRawValue(
                    "{\"cluster\":" + (answer.label().isEmpty() ? "null" : answer.label()) + ",\"distance\":");
            number(json, answer.value());
        } else if (answer.scores() == null) {
            json.writeRawValue(PREDICTION);
            number(json, answer.value());
        } else if (answer.isAnomalyScore()) {
            json.writeRawValue("{\"prediction\":" + quoted(answer.label()) + ",\"score\":");
            number(json, answer.value());
        } else {
            classes(json, answer);
        }
        long since = Math.max(0, answer.eventsLearned() - learnedAtVersion);
        Ending ending = lastEndings[partition % PARTITIONS];
        if (ending == null || !ending.fits(version, since, serve, base, answer)) {
            ending = ending(answer, version, since, serve, base);
            lastEndings[partition % PARTITIONS] = ending;
        }
        json.writeRaw(ending.text());
    }

    /** A model publishes a new list when a class is new, so the same list has the same classes. */
    private ClassPieces pieces(Reply.Answer answer) {
        ClassPieces pieces = lastClasses;
        if (!isSame(pieces.classes(), answer.classes())) {
            pieces = ClassPieces.of(answer.classes());
            lastClasses = pieces;
        }
        return pieces;
    }

    /** Up to and without the brace that closes the rewards. */
    private void choice(JsonGenerator json, Reply.Answer answer) throws IOException {
        ClassPieces pieces = pieces(answer);
        json.writeRawValue(ACTION);
        json.writeRaw(quoted(answer.label()) + ",\"probability\":");
        number(json, answer.value());
        json.writeRaw(",\"probabilities\":{");
        numbers(json, pieces, answer.probabilities());
        json.writeRaw("},\"rewards\":{");
        numbers(json, pieces, answer.scores());
    }

    private void classes(JsonGenerator json, Reply.Answer answer) throws IOException {
        ClassPieces pieces = pieces(answer);
        int label = answer.classes().indexOf(answer.label());
        if (label < 0) {
            throw new IllegalStateException("the class predicted, '" + answer.label() + "', is none of the model's");
        }
        json.writeRawValue(pieces.openings().get(label));
        numbers(json, pieces, answer.scores());
    }

    private static void numbers(JsonGenerator json, ClassPieces pieces, double[] values) throws IOException {
        for (int i = 0; i < Math.min(values.length, pieces.names().size()); i++) {
            json.writeRaw(pieces.names().get(i));
            number(json, values[i]);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a shortcut: equal lists that are not the same are encoded once more
    private static boolean isSame(List<String> one, List<String> other) {
        return one == other;
    }

    /** The shortest decimal that reads back as the same double; null where JSON has no word for it. */
    private static void number(JsonGenerator json, double value) throws IOException {
        json.writeRaw(Double.isFinite(value) ? NumberOutput.toString(value, true) : "null");
    }

    private Ending ending(Reply.Answer answer, long version, long since, Serve serve, String base) {
        boolean classes = hasProbabilities(answer);
        String text = (classes ? "}" : "") + ",\"model\":" + model + ",\"version\":" + version
                + ",\"events_since_version\":" + since + ",\"event_time_seen\":" + time(answer.eventTimeSeenMillis())
                + ",\"as_of\":" + time(answer.asOfMillis())
                + (serve.isJoint()
                        ? ",\"partitions\":\"" + serve.word() + '"' + (base == null ? "" : ",\"base\":" + quoted(base))
                                + ",\"events_learned\":" + answer.eventsLearned()
                        : "")
                + '}';
        return new Ending(
                version,
                since,
                serve,
                base,
                answer.eventTimeSeenMillis(),
                answer.asOfMillis(),
                classes,
                new SerializedString(text));
    }

    private static boolean hasProbabilities(Reply.Answer answer) {
        return answer.scores() != null && !answer.isAnomalyScore();
    }

    private static String time(long millis) {
        String text = IsoTime.format(millis);
        return text == null ? "null" : '"' + text + '"';
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
