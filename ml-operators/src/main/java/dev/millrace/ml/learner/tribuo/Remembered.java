package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Usable;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;
import org.tribuo.util.Merger;

/**
 * A labelled event that is kept. Never changed.
 *
 * @param x its own
 * @param target the number of a class, or a value
 */
record Remembered(FeatureVector x, double target, double weight) {

    static Remembered copyOf(FeatureVector x, double target, double weight) {
        FeatureVector copy = new FeatureVector(x.layout());
        copy.copyFrom(x);
        return new Remembered(copy, target, weight);
    }

    /**
     * As Tribuo wants an event: what is missing is not there. One feature is always there, as Tribuo takes no event without any.
     */
    static <T extends Output<T>> ArrayExample<T> example(FeatureVector x, T output, double weight) {
        List<String> names = new ArrayList<>();
        double[] values = new double[1 + x.numbers().length + x.categories().length + x.hashedCount()];
        names.add("one");
        values[0] = 1;
        for (int i = 0; i < x.numbers().length; i++) {
            if (Usable.isUsable(x.numbers()[i])) {
                values[names.size()] = x.numbers()[i];
                names.add("n" + i);
            }
        }
        for (int j = 0; j < x.categories().length; j++) {
            if (x.categories()[j] >= 0) {
                values[names.size()] = 1;
                names.add("c" + j + "=" + x.categories()[j]);
            }
        }
        for (int i = 0; i < x.hashedCount(); i++) {
            if (Usable.isUsable(x.hashedValue(i))) {
                values[names.size()] = x.hashedValue(i);
                names.add("h" + x.hashedIndex(i));
            }
        }
        ArrayExample<T> example =
                new ArrayExample<>(output, names.toArray(String[]::new), Arrays.copyOf(values, names.size()));
        if (x.hashedCount() > 1) {
            example.reduceByName(Merger.add()); // two words may have the same place
        }
        example.setWeight((float) weight);
        return example;
    }

    static void write(Remembered[] events, int size, StateWriter out) {
        out.writeInt(size);
        for (int n = 0; n < size; n++) {
            FeatureVector x = events[n].x;
            out.writeDouble(events[n].target);
            out.writeDouble(events[n].weight);
            for (double number : x.numbers()) {
                out.writeDouble(number);
            }
            for (int code : x.categories()) {
                out.writeInt(code);
            }
            out.writeInt(x.hashedCount());
            for (int i = 0; i < x.hashedCount(); i++) {
                out.writeInt(x.hashedIndex(i));
                out.writeDouble(x.hashedValue(i));
            }
        }
    }

    /**
     * To them, what is new of the layout is missing.
     *
     * @param room length of the array that is given
     * @param before the layout that they were written by
     * @param wholeTargets whether they were written when there were classes alone, as whole numbers
     */
    static Remembered[] read(StateReader in, int size, int room, Layout layout, Layout before, boolean wholeTargets) {
        Remembered[] events = new Remembered[room];
        for (int n = 0; n < size; n++) {
            FeatureVector x = new FeatureVector(layout);
            double target = wholeTargets ? in.readInt() : in.readDouble();
            double weight = in.readDouble();
            for (int i = 0; i < x.numbers().length; i++) {
                x.numbers()[i] = i < before.numbers().size() ? in.readDouble() : Double.NaN;
            }
            for (int j = 0; j < x.categories().length; j++) {
                x.categories()[j] = j < before.categories().size() ? in.readInt() : -1;
            }
            for (int count = in.readInt(); count > 0; count--) {
                x.addHashed(in.readInt(), in.readDouble());
            }
            events[n] = new Remembered(x, target, weight);
        }
        return events;
    }
}
