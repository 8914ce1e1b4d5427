package dev.millrace.ml.learner;

import java.util.List;
import java.util.Objects;

/** A provider whose facts are told once, when it is made: what is left to say is how it makes its learner. Immutable. */
public abstract class NamedProvider<S extends Record> implements LearnerProvider<S> {
    private final Task task;
    private final List<String> names;
    private final String summary;
    private final String paper;
    private final S defaults;

    /** @param names the name, then aliases */
    protected NamedProvider(Task task, List<String> names, String summary, String paper, S defaults) {
        this.task = Objects.requireNonNull(task, "task");
        this.names = List.copyOf(names);
        this.summary = Objects.requireNonNull(summary, "summary");
        this.paper = Objects.requireNonNull(paper, "paper");
        this.defaults = Objects.requireNonNull(defaults, "defaults");
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a learner needs a name; give at least one");
        }
    }

    @Override
    public final String name() {
        return names.get(0);
    }

    @Override
    public final List<String> aliases() {
        return names.subList(1, names.size());
    }

    @Override
    public final String summary() {
        return summary;
    }

    @Override
    public final String paper() {
        return paper;
    }

    @Override
    public final S defaults() {
        return defaults;
    }

    @Override
    public final Task task() {
        return task;
    }
}
