package dev.millrace.datasets.generator;

import dev.millrace.stream.DeadLetter;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.source.Offset;
import dev.millrace.stream.source.SourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Sums over the rows of a generated stream. */
final class Tally implements SourceReader.Sink<Event> {
    private final Consumer<Row> taker;

    private Tally(Consumer<Row> taker) {
        this.taker = taker;
    }

    static void each(String stream, Consumer<Row> taker) {
        try (SourceReader<Event> reader = GeneratedStream.parse(stream).source().open(0, Offset.START)) {
            Tally tally = new Tally(taker);
            while (reader.poll(tally, 1_000) == SourceReader.Status.READY) {
                // goes on until the stream has ended
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Share of the rows that something holds of. */
    static double share(String stream, Predicate<Row> what) {
        return mean(stream, row -> what.test(row) ? 1 : 0);
    }

    static double mean(String stream, ToDoubleFunction<Row> value) {
        double[] sum = new double[2];
        each(stream, row -> {
            sum[0] += value.applyAsDouble(row);
            sum[1]++;
        });
        return sum[0] / sum[1];
    }

    /** Every bit of every record, as a number: numbers, then integers, then texts of each. */
    static long fingerprint(String stream) {
        long[] bits = {0};
        each(stream, row -> {
            for (int i = 0; i < row.schema().numberSlots(); i++) {
                bits[0] = Random64.mix(bits[0] + Double.doubleToLongBits(row.number(i)));
            }
            for (int i = 0; i < row.schema().integerSlots(); i++) {
                bits[0] = Random64.mix(bits[0] + row.integer(i));
            }
            for (int i = 0; i < row.schema().textSlots(); i++) {
                bits[0] = Random64.mix(bits[0] + row.text(i).hashCode());
            }
        });
        return bits[0];
    }

    /** Share of the rows of a class. */
    static double share(String stream, String name) {
        GeneratedStream generated = GeneratedStream.parse(stream);
        int slot = generated.schema().field(generated.label()).slot();
        return share(stream, row -> row.text(slot).equals(name));
    }

    @Override
    public void event(Event event, long arrivalMillis) {
        taker.accept((Row) event);
    }

    @Override
    public void reject(DeadLetter letter) {
        throw new AssertionError(letter.detail());
    }
}
