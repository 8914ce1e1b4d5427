package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.PaymentSource;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Clock;
import java.util.Optional;

/** Opens the streams that are made up. */
public final class Generators {
    /** What is predicted of a payment, and when it was made. */
    static final String LABEL = "fraud";

    static final String TIME = "at";

    private Generators() {}

    /** The fields of its rows. */
    public static Schema schema(SourceSpec.Generator generator) {
        return generator.isPayments()
                ? PaymentStream.SCHEMA
                : generator.stream().schema();
    }

    /**
     * The stream of a generator.
     *
     * @param pace by which a rate is kept; empty for as fast as it is read
     */
    public static Source<Event> open(SourceSpec.Generator generator, Optional<Clock> pace) {
        Source<Event> source = generator.isPayments()
                ? payments(generator)
                : generator.stream().source();
        if (generator.rate() == 0 || pace.isEmpty()) {
            return source;
        }
        return new PacedSource<>(source, generator.history(), generator.rate(), pace.get());
    }

    private static Source<Event> payments(SourceSpec.Generator generator) {
        long rows = generator.isEndless() ? PaymentSource.ENDLESS : generator.rows();
        PaymentSource payments = new PaymentSource(new PaymentStream(generator.seed()), rows);
        return generator.labelsLater() ? payments : payments.withLabelsInRows();
    }
}
