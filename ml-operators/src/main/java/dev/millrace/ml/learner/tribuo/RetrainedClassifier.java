package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Classifier;
import dev.millrace.ml.learner.Scores;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Any batch trainer of Tribuo in a stream: every so many events it is trained anew on those that are remembered, in the
 * background. Exactly {@code delay} events later its model and the one in use are compared on just these events, which neither has
 * learned, and the one that is right more often answers from then on. What is computed depends on the stream alone; how long a training
 * takes only on how long the event waits at which its model is due. Before the first model, answers are the classes' shares.
 *
 * <p>Missing values are left out; an event's weight is its weight in Tribuo. Cost: a Tribuo prediction per event, two more for those
 * of a delay, and the training beside the stream. Memory: the events that are remembered, twice while a training runs. As
 * Tribuo uses {@code Math.exp}, models are the same bits on the same machine and JDK. Source: see {@link #PAPER}.
 */
public final class RetrainedClassifier implements Classifier {
    static final String PAPER = "Pocock, \"Tribuo: machine learning with provenance in Java\", arXiv:2110.03022 (2021);"
            + " the reservoir: Vitter, \"Random sampling with a reservoir\", ACM TOMS 11 (1985)";
    private static final int FORMAT = 1;

    /** Values of all events that are remembered: 80 MB. */
    private static final long MOST_VALUES = 10_000_000;

    private final RetrainedSettings settings;
    private final Layout layout;
    private final Trainers trainers;

    /** Where the chance of every training starts; a part of the state, as a training may have to be done again. */
    private long seed;

    private final Random64 random;

    /** Remembered: a ring of the last, or a sample. */
    private Remembered[] events;

    private int size;

    /** Labelled events so far. */
    private long seen;

    /** Weight by class. */
    private double[] weights = new double[0];

    private int trainings;

    /** Null before the first. */
    private StoredModel model;

    /** Null if none runs. */
    private Training training;

    /** Events since it began. */
    private Remembered[] since = new Remembered[0];

    private int sinceSize;

    public RetrainedClassifier(RetrainedSettings settings, Layout layout, long seed) {
        long values = ((long) settings.window() + settings.delay())
                * layout.attributes().size();
        if (values > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "a window of " + settings.window() + " and a delay of " + settings.delay()
                            + " events of " + layout.attributes().size()
                            + " attributes are too large; both, times attributes, may be "
                            + MOST_VALUES + ": set a smaller window, or select features");
        }
        this.settings = settings;
        this.layout = layout;
        this.trainers = new Trainers(settings);
        this.seed = seed;
        this.random = new Random64(Random64.seedOf(seed, "reservoir", 0));
        this.events = new Remembered[Math.min(settings.window(), 64)];
    }

    @Override
    public void predict(FeatureVector x, double[] scores) {
        predict(model, x, scores);
    }

    private void predict(StoredModel by, FeatureVector x, double[] scores) {
        if (by == null || !by.predict(x, scores)) {
            Arrays.fill(scores, 0);
            System.arraycopy(weights, 0, scores, 0, Math.min(weights.length, scores.length));
            Scores.normalize(scores);
        }
    }

    @Override
    public void learn(FeatureVector x, int label, double weight) {
        seen++;
        if (label >= weights.length) {
            weights = Arrays.copyOf(weights, label + 1);
        }
        weights[label] += weight;
        Remembered event = Remembered.copyOf(x, label, weight);
        if (training != null) {
            since[sinceSize++] = event;
            training.left--;
            if (training.left == 0) {
                take();
            }
        }
        remember(event);
        if (seen % settings.every() == 0 && hasTwoClasses()) {
            begin(ordered(), settings.delay());
        }
    }

    private void remember(Remembered event) {
        if (size < settings.window()) {
            if (size == events.length) {
                events = Arrays.copyOf(events, Math.min(settings.window(), 2 * size));
            }
            events[size++] = event;
            return;
        }
        if (settings.sample() == RetrainedSettings.Sample.SLIDING) {
            events[(int) ((seen - 1) % size)] = event;
            return;
        }
        long place = (long) (random.nextDouble() * seen); // of 0 … seen − 1, for less than 2^53 events
        if (place < size) {
            events[(int) place] = event;
        }
    }

    /** What is remembered, of the last ones the oldest first. */
    private Remembered[] ordered() {
        Remembered[] ordered = Arrays.copyOf(events, size);
        if (settings.sample() == RetrainedSettings.Sample.SLIDING && size == settings.window()) {
            int oldest = (int) (seen % size);
            System.arraycopy(events, oldest, ordered, 0, size - oldest);
            System.arraycopy(events, 0, ordered, size - oldest, oldest);
        }
        return ordered;
    }

    private boolean hasTwoClasses() {
        for (int n = 1; n < size; n++) {
            if (events[n].label() != events[0].label()) {
                return true;
            }
        }
        return false;
    }

    private void begin(Remembered[] from, int left) {
        int start = (int) Random64.seedOf(seed, "training", trainings) & Integer.MAX_VALUE; // some trainers take an int
        training = new Training(trainers, from, trainings, start, left);
        since = new Remembered[settings.delay()];
        sinceSize = 0;
    }

    /** The training's model is due: the better one on the events since answers from now on. */
    private void take() {
        StoredModel candidate = training.model();
        if (candidate != null && (model == null || right(candidate) >= right(model))) {
            model = candidate;
        }
        trainings++;
        training = null;
        since = new Remembered[0];
        sinceSize = 0;
    }

    /** Weight of the events since the training began of which a model knows the class. */
    private double right(StoredModel by) {
        double[] scores = new double[weights.length];
        double sum = 0;
        for (int n = 0; n < sinceSize; n++) {
            predict(by, since[n].x(), scores);
            sum += Scores.argmax(scores, scores.length) == since[n].label() ? since[n].weight() : 0;
        }
        return sum;
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(seed);
        out.writeLong(seen);
        out.writeDoubles(weights);
        random.snapshot(out);
        out.writeInt(trainings);
        Remembered.write(events, size, out);
        out.writeBoolean(model != null);
        if (model != null) {
            out.writeBytes(model.bytes());
        }
        out.writeBoolean(training != null);
        if (training != null) { // as it began, so that it can be done again
            out.writeInt(training.left);
            Remembered.write(training.events, training.events.length, out);
            Remembered.write(since, sinceSize, out);
        }
    }

    @Override
    public void restore(StateReader in) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("a retrained model of format " + format + " is unknown here; this is format " + FORMAT);
        }
        seed = in.readLong();
        seen = in.readLong();
        weights = in.readDoubles();
        random.restore(in);
        trainings = in.readInt();
        size = count(in, settings.window());
        events = Remembered.read(in, size, Math.max(size, Math.min(settings.window(), 64)), layout);
        model = in.readBoolean() ? StoredModel.read(in.readBytes()) : null;
        training = null;
        sinceSize = 0;
        if (in.readBoolean()) {
            int left = in.readInt();
            int from = count(in, settings.window());
            begin(Remembered.read(in, from, from, layout), left);
            sinceSize = count(in, settings.delay());
            since = Remembered.read(in, sinceSize, settings.delay(), layout);
        }
    }

    private static int count(StateReader in, int most) {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new BadState(
                    count + " remembered events where " + most + " may be; the snapshot belongs to other settings");
        }
        return count;
    }
}
