package dev.millrace.cli.plan;

import dev.millrace.cli.file.SourceSpec;
import dev.millrace.datasets.PaymentSource;
import dev.millrace.datasets.PaymentStream;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Source;
import dev.millrace.stream.time.Clock;

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

    /** The stream of a generator, at its pace. */
    public static Source<Event> open(SourceSpec.Generator generator, Clock clock) {
        Source<Event> source = generator.isPayments()
                ? payments(generator)
                : generator.stream().source();
        return generator.rate() == 0 ? source : new PacedSource<>(source, generator.history(), generator.rate(), clock);
    }

    private static Source<Event> payments(SourceSpec.Generator generator) {
        long rows = generator.isEndless() ? PaymentSource.ENDLESS : generator.rows();
        PaymentSource payments = new PaymentSource(new PaymentStream(generator.seed()), rows);
        return generator.labelsLater() ? payments : payments.withLabelsInRows();
    }
}
