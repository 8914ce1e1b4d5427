package dev.millrace.ml.learner.tribuo;

import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** How the targets of one task look to Tribuo. Immutable. */
interface Outputs<T extends Output<T>> {
    Outputs<Label> CLASSES = new Outputs<>() {
        @Override
        public Class<Label> type() {
            return Label.class;
        }

        @Override
        public OutputFactory<Label> factory() {
            return new LabelFactory();
        }

        @Override
        public Label output(double target) {
            return new Label(Integer.toString((int) target));
        }

        @Override
        public Scaling scaling(Remembered[] events) {
            return Scaling.NONE;
        }
    };

    Outputs<Regressor> VALUES = new Outputs<>() {
        @Override
        public Class<Regressor> type() {
            return Regressor.class;
        }

        @Override
        public OutputFactory<Regressor> factory() {
            return new RegressionFactory();
        }

        @Override
        public Regressor output(double target) {
            return new Regressor("value", target);
        }

        @Override
        public Scaling scaling(Remembered[] events) {
            return Scaling.of(events);
        }
    };

    Class<T> type();

    OutputFactory<T> factory();

    /** @param target the number of a class, or a value that was {@linkplain Scaling scaled} */
    T output(double target);

    /** What makes targets ready for a trainer. */
    Scaling scaling(Remembered[] events);

    /**
     * Targets less a mean, divided by a deviation: a trainer by gradient, with steps of a size, learns values of any size.
     *
     * @param deviation &gt; 0
     */
    record Scaling(double mean, double deviation) {
        static final Scaling NONE = new Scaling(0, 1);

        /** Of events in their order, so that the bits are the same each time. */
        private static Scaling of(Remembered[] events) {
            double weight = 0;
            double mean = 0;
            double squares = 0;
            for (Remembered event : events) {
                weight += event.weight();
                double off = event.target() - mean;
                mean += off * (event.weight() / weight);
                squares += event.weight() * off * (event.target() - mean);
            }
            double deviation = Math.sqrt(squares / weight);
            return deviation > 0 && Double.isFinite(deviation) ? new Scaling(mean, deviation) : NONE;
        }

        double scaled(double target) {
            return (target - mean) / deviation;
        }

        double unscaled(double said) {
            return mean + said * deviation;
        }
    }
}
