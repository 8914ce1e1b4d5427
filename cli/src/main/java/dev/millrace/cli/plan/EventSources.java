package dev.millrace.cli.plan;

import dev.millrace.cli.file.LabelSourceSpec;
import dev.millrace.cli.file.PipelineSpec;
import dev.millrace.cli.file.SourceSpec;
import dev.millrace.ml.label.LabelledSource;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.SequenceSource;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Timestamps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

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
            return new EventSources(labelled(blueprint, streams, sequence(parts)), Optional.empty());
        }
        int last = parts.size() - 1;
        return new EventSources(
                sequence(parts.subList(0, last)), Optional.of(new NumberedSource<>(parts.get(last), last)));
    }

    /** The events with the labels that come from files of their own. */
    private static Source<Event> labelled(Blueprint blueprint, Streams streams, Source<Event> events) {
        PipelineSpec spec = blueprint.spec();
        if (spec.label().from().isEmpty()) {
            return events;
        }
        Optional<Field> time = blueprint.time();
        List<LabelledSource.Labels> labels = new ArrayList<>();
        for (LabelSourceSpec from : spec.label().from()) {
            Schema schema = from.columns()
                    .schema(
                            blueprint.key().map(Field::type).orElse(null),
                            time.map(Field::type).orElse(null));
            Source<Event> rows = streams.openFile(from.file(), blueprint.folder(), schema);
            labels.add(new LabelledSource.Labels(rows, from.columns(), schema));
        }
        ToLongFunction<Row> times = time.<ToLongFunction<Row>>map(
                        field -> row -> row.isMissing(field) ? Timestamps.NONE : row.integer(field.slot()))
                .orElse(row -> Timestamps.NONE);
        return new LabelledSource(
                events, spec.sources().size(), labels, times, spec.time().outOfOrderMillis());
    }

    /** A pipeline over one source. */
    public static EventSources of(Source<Event> source) {
        return new EventSources(source, Optional.empty());
    }

    private static Source<Event> sequence(List<Source<Event>> parts) {
        return parts.size() == 1 ? parts.get(0) : new SequenceSource<>(parts);
    }
}
