package dev.millrace.ml.learner.tribuo;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import org.tribuo.Output;

/**
 * Which events are remembered, when a trainer sees them, and which of two models answers: what classes and values have in
 * common. A function of the stream alone, whatever time trainings take.
 *
 * <p>Trainings begin at every {@code every}-th event, and before that with 1/8, 1/4 and 1/2 of so many, each of them compared after
 * as many events as it was made of, and {@code delay} at most. Threading: one caller while it learns.
 */
final class Retraining<T extends Output<T>> {
    /** Values of all events that are remembered: 80 MB. */
    private static final long MOST_VALUES = 10_000_000;

    private final RetrainedSettings settings;
    private final Layout layout;
    private final Trainers<T> trainers;
    private final ToDoubleBiFunction<StoredModel<T>, Remembered> loss;

    /** Where the chance of every training starts; a part of the state, as a training may have to be done again. */
    private long seed;

    private final Random64 random;

    /** Remembered: a ring of the last, or a sample. */
    private Remembered[] events;

    private int size;

    /** Labelled events so far. */
    private long seen;

    private int trainings;

    /** Null before the first. */
    private StoredModel<T> model;

    /** Null if none runs. */
    private Training<T> training;

    /** Events since it began. */
    private Remembered[] since = new Remembered[0];

    private int sinceSize;

    /** @param loss how wrong a model is at an event; finite */
    Retraining(
            RetrainedSettings settings,
            Layout layout,
            long seed,
            Outputs<T> outputs,
            ToDoubleBiFunction<StoredModel<T>, Remembered> loss) {
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
        this.trainers = new Trainers<>(settings, outputs);
        this.loss = loss;
        this.seed = seed;
        this.random = new Random64(Random64.seedOf(seed, "reservoir", 0));
        this.events = new Remembered[Math.min(settings.window(), 64)];
    }

    /** The model that answers; null before the first. */
    StoredModel<T> model() {
        return model;
    }

    void learn(FeatureVector x, double target, double weight) {
        seen++;
        Remembered event = Remembered.copyOf(x, target, weight);
        if (training != null) {
            since[sinceSize++] = event;
            training.left--;
            if (training.left == 0) {
                take();
            }
        }
        remember(event);
        if (isTimeToTrain() && hasTwoTargets()) {
            begin(ordered(), (int) Math.min(seen, settings.delay()));
        }
    }

    private boolean isTimeToTrain() {
        int every = settings.every();
        return seen % every == 0 || (seen < every && (seen == every / 2 || seen == every / 4 || seen == every / 8));
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

    private boolean hasTwoTargets() {
        for (int n = 1; n < size; n++) {
            if (events[n].target() != events[0].target()) {
                return true;
            }
        }
        return false;
    }

    private void begin(Remembered[] from, int left) {
        int start = (int) Random64.seedOf(seed, "training", trainings) & Integer.MAX_VALUE; // some trainers take an int
        training = new Training<>(trainers, from, trainings, start, left);
        since = new Remembered[settings.delay()];
        sinceSize = 0;
    }

    /** The training's model is due: the better one on the events since answers from now on. */
    private void take() {
        StoredModel<T> candidate = training.model();
        if (candidate != null && (model == null || loss(candidate) <= loss(model))) {
            model = candidate;
        }
        trainings++;
        training = null;
        since = new Remembered[0];
        sinceSize = 0;
    }

    /** Of the events since the training began. */
    private double loss(StoredModel<T> by) {
        double sum = 0;
        for (int n = 0; n < sinceSize; n++) {
            sum += loss.applyAsDouble(by, since[n]) * since[n].weight();
        }
        return sum;
    }

    /** What is counted; {@link #snapshotModels} writes the rest. */
    void snapshotCounts(StateWriter out) {
        out.writeLong(seed);
        out.writeLong(seen);
    }

    void snapshotModels(StateWriter out) {
        random.snapshot(out);
        out.writeInt(trainings);
        Remembered.write(events, size, out);
        out.writeBoolean(model != null);
        if (model != null) {
            model.snapshot(out);
        }
        out.writeBoolean(training != null);
        if (training != null) { // as it began, so that it can be done again
            out.writeInt(training.left);
            Remembered.write(training.events, training.events.length, out);
            Remembered.write(since, sinceSize, out);
        }
    }

    void restoreCounts(StateReader in) {
        seed = in.readLong();
        seen = in.readLong();
    }

    /**
     * To the events that are remembered, what is new is missing; the next training sees it.
     *
     * @param classesAlone whether it was written when targets were numbers of classes, and none was scaled
     */
    void restoreModels(StateReader in, Layout before, boolean classesAlone) {
        random.restore(in);
        trainings = in.readInt();
        size = count(in, settings.window());
        int room = Math.max(size, Math.min(settings.window(), 64));
        events = Remembered.read(in, size, room, layout, before, classesAlone);
        model = in.readBoolean() ? StoredModel.restore(trainers.outputs(), in, !classesAlone) : null;
        training = null;
        sinceSize = 0;
        if (in.readBoolean()) {
            int left = in.readInt();
            int from = count(in, settings.window());
            begin(Remembered.read(in, from, from, layout, before, classesAlone), left);
            sinceSize = count(in, settings.delay());
            since = Remembered.read(in, sinceSize, settings.delay(), layout, before, classesAlone);
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
