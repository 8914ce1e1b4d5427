package dev.millrace.cli.plan;

import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sources of a pipeline as its plan reads them: one after the other, and what never ends side by side.
 *
 * @param first all of them in sequence, or all but the last
 * @param beside events over HTTP where they are read beside a generator that never ends
 */
public record EventSources(Source<Event> first, Optional<Source<Event>> beside) {

    /**
     * Opens what a pipeline reads.
     *
     * @param live the pipeline's journal if events come over HTTP, else null
     */
    public static EventSources open(Blueprint blueprint, Streams streams, Source<Event> live) throws IOException {
        PipelineSpec spec = blueprint.spec();
        List<Source<Event>> parts = new ArrayList<>();
        for (SourceSpec source : spec.sources()) {
            parts.add(
                    source instanceof SourceSpec.Http
                            ? live
                            : streams.open(source, blueprint.folder(), blueprint.schema()));
        }
        if (!spec.isSideBySide()) {
            return new EventSources(sequence(parts), Optional.empty());
        }
        int last = parts.size() - 1;
        return new EventSources(
                sequence(parts.subList(0, last)), Optional.of(new NumberedSource<>(parts.get(last), last)));
    }

    /** A pipeline over one source. */
    public static EventSources of(Source<Event> source) {
        return new EventSources(source, Optional.empty());
    }

    private static Source<Event> sequence(List<Source<Event>> parts) {
        return parts.size() == 1 ? parts.get(0) : new SequenceSource<>(parts);
    }
}
