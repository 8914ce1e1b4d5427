package dev.millrace.datasets.generator;

import dev.millrace.stream.event.NearestName;
import java.util.List;

/** The kinds of streams that can be made up, by name. Immutable. */
public final class StreamKinds {
    private static final List<StreamKind<?>> ALL = List.of(
            new Sea(),
            new Stagger(),
            new Agrawal(),
            new Led(),
            new Hyperplane(),
            new RadialBasis(),
            new RandomTree(),
            new Sine(),
            new Mixed(),
            new Waveform(),
            new Friedman(),
            new Anomalies(),
            new LoggedActions());

    private StreamKinds() {}

    public static List<StreamKind<?>> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().<String>map(StreamKind::name).toList();
    }

    /** The kind of that name; an {@link IllegalArgumentException} says which there are. */
    public static StreamKind<?> get(String name) {
        for (StreamKind<?> kind : ALL) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no generator '" + name + "'" + NearestName.hint(name, names()));
    }
}
