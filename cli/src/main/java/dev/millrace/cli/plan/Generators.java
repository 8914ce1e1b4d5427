package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.PaymentSource;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Clock;
import java.util.List;
import java.util.Optional;

/** The streams that are made up, by name. */
public final class Generators {
    public static final String PAYMENTS = "payments";
    public static final List<String> NAMES = List.of(PAYMENTS);

    /** What is predicted of a payment, and when it was made. */
    static final String LABEL = "fraud";

    static final String TIME = "at";

    private Generators() {}

    static Schema schema(String name) {
        require(name);
        return PaymentStream.SCHEMA;
    }

    /** @param pace by which a rate is kept; empty for as fast as it is read */
    static Source<Event> open(SourceSpec.Generator generator, Optional<Clock> pace) {
        require(generator.name());
        long rows = generator.isEndless() ? PaymentSource.ENDLESS : generator.rows();
        PaymentSource payments = new PaymentSource(new PaymentStream(generator.seed()), rows);
        Source<Event> source = generator.labelsLater() ? payments : payments.withLabelsInRows();
        if (generator.rate() == 0 || pace.isEmpty()) {
            return source;
        }
        return new PacedSource<>(source, generator.history(), generator.rate(), pace.get());
    }

    private static void require(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("no generator '" + name + "'" + NearestName.hint(name, NAMES));
        }
    }
}
