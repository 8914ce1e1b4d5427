package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.settings.NamedSettings;
import dev.millrace.stream.settings.Settings;
import dev.millrace.stream.source.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream that is made up: a kind with its settings, and which concepts follow each other. {@code
 * GeneratedStream.parse("sea:concepts=1/2/1,rows=300000")} is three concepts of 100,000 records. Immutable.
 */
public final class GeneratedStream {
    /** As users write one, for messages. */
    public static final String EXAMPLE = "sea:concepts=1/2,rows=100000";

    private final Chosen<?> chosen;
    private final Composition composition;

    private GeneratedStream(Chosen<?> chosen, Composition composition) {
        this.chosen = chosen;
        this.composition = composition;
        drift(); // what does not go together is refused here
        if (composition.labelNoise() > 0 && chosen.classes().isEmpty()) {
            throw new IllegalArgumentException(
                    chosen.kind.name() + " has values, no classes, and takes no label-noise; set noise");
        }
        if (composition.balanced() && chosen.classes().isEmpty()) {
            throw new IllegalArgumentException(
                    chosen.kind.name() + " has values, no classes to balance; leave balanced out");
        }
        concepts();
    }

    /** A kind and its settings, of one type. */
    private record Chosen<S extends Record>(StreamKind<S> kind, S settings) {
        static <S extends Record> Chosen<S> of(StreamKind<S> kind, Map<String, String> values) {
            return new Chosen<>(kind, Settings.read(kind.defaults(), values));
        }

        List<String> classes() {
            return kind.classes(settings);
        }

        List<String> actions() {
            return kind.actions(settings);
        }

        Concept concept(int number, long seed) {
            return kind.concept(settings, number, seed);
        }
    }

    /** Reads {@code name:key=value,key=value}. */
    public static GeneratedStream parse(String text) {
        NamedSettings named = NamedSettings.parse(text, EXAMPLE);
        return of(named.name(), named.settings());
    }

    /**
     * A stream by the name of its kind.
     *
     * @param settings of the kind, and those of {@link Composition}
     * @throws IllegalArgumentException for an unknown name or key, with the nearest known one, and for a value out of range
     */
    public static GeneratedStream of(String name, Map<String, String> settings) {
        StreamKind<?> kind = StreamKinds.get(name);
        List<String> own = keys(kind.defaults());
        List<String> shared = keys(Composition.DEFAULT);
        Map<String, String> forKind = new LinkedHashMap<>();
        Map<String, String> forAll = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (own.contains(key)) {
                forKind.put(key, value);
            } else if (shared.contains(key)) {
                forAll.put(key, value);
            } else {
                List<String> known = new ArrayList<>(own);
                known.addAll(shared);
                throw new IllegalArgumentException(
                        "unknown setting '" + key + "' of " + name + NearestName.hint(key, known));
            }
        });
        return new GeneratedStream(Chosen.of(kind, forKind), Settings.read(Composition.DEFAULT, forAll));
    }

    private static List<String> keys(Record settings) {
        return Settings.describe(settings).stream().map(Settings.Setting::key).toList();
    }

    /** The same stream with another number of rows and another seed. */
    public GeneratedStream with(long rows, long seed) {
        return new GeneratedStream(chosen, composition.with(rows, seed));
    }

    public StreamKind<?> kind() {
        return chosen.kind;
    }

    public Composition composition() {
        return composition;
    }

    public Schema schema() {
        return schema(chosen);
    }

    private static <S extends Record> Schema schema(Chosen<S> chosen) {
        return chosen.kind.schema(chosen.settings);
    }

    public String label() {
        return chosen.kind.label();
    }

    public Optional<String> time() {
        return Optional.ofNullable(chosen.kind.time());
    }

    /** Names of the classes in order; empty for a stream of values. */
    public List<String> classes() {
        return chosen.classes();
    }

    /** The field of the action that was taken; empty but for logs of a bandit. */
    public Optional<String> action() {
        return Optional.ofNullable(chosen.kind.action());
    }

    /** The field of the probability with which it was taken; empty but for logs of a bandit. */
    public Optional<String> propensity() {
        return Optional.ofNullable(chosen.kind.propensity());
    }

    /** Names of the actions in order; empty but for logs of a bandit. */
    public List<String> actions() {
        return chosen.actions();
    }

    /** Those of its kind. */
    Record settings() {
        return chosen.settings;
    }

    /** Fields of names that may look like numbers: what a file of the stream has to be read with as categories. */
    public List<String> categories() {
        return schema().fields().stream()
                .filter(field -> field.type() == FieldType.TEXT
                        && !field.name().equals(label())
                        && !field.name().equals(chosen.kind.action()))
                .map(field -> field.name())
                .toList();
    }

    /** The records: one partition, keyless; going on at any record gives the same rest. */
    public Source<Event> source() {
        return new GeneratedSource(this);
    }

    /** Probability that a record's label is wrong. */
    double labelNoise() {
        double told = composition.labelNoise();
        return told >= 0 ? told : chosen.kind.labelNoise();
    }

    Drift drift() {
        StreamKind.Concepts known = chosen.kind.concepts();
        List<Integer> concepts = composition.concepts().isBlank()
                ? List.of(known.otherwise())
                : Drift.parse(composition.concepts(), known);
        long every = composition.every();
        if (every == 0) {
            if (composition.rows() == Composition.ENDLESS && concepts.size() > 1) {
                throw new IllegalArgumentException("a stream that never ends cannot share its rows among concepts; set"
                        + " every to the records from one change to the next");
            }
            every = StrictMath.max(1, composition.rows() / concepts.size());
        }
        return new Drift(concepts, every, composition.width(), composition.recurring());
    }

    /** The concepts, each at its start, in the order of the drift; a concept that comes twice is one that goes on. */
    List<Concept> concepts() {
        Map<Integer, Concept> byNumber = new LinkedHashMap<>();
        List<Concept> inOrder = new ArrayList<>();
        for (int number : drift().concepts()) {
            inOrder.add(byNumber.computeIfAbsent(number, n -> chosen.concept(n, composition.seed())));
        }
        return inOrder;
    }

    /** Every setting that differs from its default, in the short form: {@link #parse} gives the same stream back. */
    @Override
    public String toString() {
        Map<String, String> told = new LinkedHashMap<>();
        differing(chosen.kind.defaults(), chosen.settings, told);
        differing(Composition.DEFAULT, composition, told);
        return new NamedSettings(chosen.kind.name(), told).toString();
    }

    private static void differing(Record defaults, Record settings, Map<String, String> told) {
        Map<String, String> normal = Settings.write(defaults);
        Settings.write(settings).forEach((key, value) -> {
            if (!value.equals(normal.get(key))) {
                told.put(key, value);
            }
        });
    }
}
