package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.learner.HeldNumbers;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * Sequential k-means: the nearest centre moves towards each event by the event's share of what the centre weighs; weights
 * fade, so centres follow a stream that changes. The first centres are chosen among the first events by k-means++ and a few rounds
 * of Lloyd's; until then every event is in no cluster. A centre that has faded to a thousandth of the heaviest is put beside
 * that, which is split; it gets a new number.
 *
 * <p>Only numbers count; scale them alike. What is missing has no part in a distance, and values count in full up to 1e9. Weights multiply an event's share.
 *
 * <p>Cost: O(clusters · numbers) per event; 8 bytes for each cluster and number, and for those of the first events
 * until centres are chosen. Source: see {@link #PAPER}.
 */
public final class StreamingKMeans implements Clusterer {
    static final String PAPER =
            "MacQueen, \"Some methods for classification and analysis of multivariate observations\","
                    + " Berkeley Symposium on Mathematical Statistics and Probability 1 (1967); start: Arthur and Vassilvitskii,"
                    + " \"k-means++: the advantages of careful seeding\", SODA 2007";
    private static final int FORMAT = 2;
    private static final int ROUNDS = 10;
    private static final double FADED = 1e-3;

    /** What each centre that has not faded must have seen of a new number before distances count it. */
    private static final double LEAST_SEEN = 10;

    private final StreamingKMeansSettings settings;
    private final Layout layout;
    private final Space space;
    private long seed;
    private long events;

    /** The first events and their weights, until centres are chosen; then none. */
    private double[][] first;

    private double[] firstWeights;
    private int firsts;

    /** Null until they are chosen. */
    private double[][] centres;

    private final int[] numbers;

    /** As of the last event that moved each. */
    private final double[] weights;

    private final long[] moved;

    /** Fading mean of the squared distance to each centre. */
    private final double[] spreads;

    /** Numbers that came after the centres, by centre. */
    private final HeldNumbers held;

    private int nextNumber;

    // For learning only: predicting shares nothing.
    private final double[] point;

    public StreamingKMeans(StreamingKMeansSettings settings, Layout layout, long seed) {
        this.settings = settings;
        this.layout = layout;
        int k = settings.clusters();
        this.space = new Space(layout, "k-means", (long) k * (settings.start() + 1));
        this.seed = seed;
        this.first = new double[k * settings.start()][];
        this.firstWeights = new double[first.length];
        this.numbers = new int[k];
        this.weights = new double[k];
        this.moved = new long[k];
        this.spreads = new double[k];
        this.held = new HeldNumbers(k);
        this.point = new double[space.size()];
    }

    @Override
    public int clusters() {
        return centres == null ? 0 : centres.length;
    }

    @Override
    public void predict(FeatureVector x, Assignment to) {
        double[] asked = new double[space.size()];
        if (centres == null || !read(x, asked)) {
            to.clear();
            return;
        }
        int nearest = nearest(asked, -1);
        int second = nearest(asked, nearest);
        to.set(
                numbers[nearest],
                Math.sqrt(Space.squareDistance(asked, centres[nearest])),
                Math.sqrt(Space.squareDistance(asked, centres[second])));
    }

    /** Fills in what counts of an event; whether there is any. */
    private boolean read(FeatureVector x, double[] to) {
        if (held.isEmpty()) {
            return space.read(x, to);
        }
        space.read(x, to);
        held.hide(to);
        return Arrays.stream(to).anyMatch(value -> !Double.isNaN(value));
    }

    /** The nearest centre, the first of equals, but for one. */
    private int nearest(double[] asked, int but) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < centres.length; k++) {
            double square = k == but ? Double.POSITIVE_INFINITY : Space.squareDistance(asked, centres[k]);
            if (square < least) {
                least = square;
                nearest = k;
            }
        }
        return nearest;
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        if (!read(x, point)) {
            return;
        }
        events++;
        if (centres == null) {
            firstWeights[firsts] = weight;
            first[firsts++] = point.clone();
            if (firsts == first.length) {
                choose();
            }
            return;
        }
        int nearest = nearest(point, -1);
        weights[nearest] = weight(nearest) + weight;
        moved[nearest] = events;
        double share = weight / weights[nearest];
        spreads[nearest] += share * (Space.squareDistance(point, centres[nearest]) - spreads[nearest]);
        Space.move(centres[nearest], point, share);
        if (!held.isEmpty()) {
            held.observe(x.numbers(), nearest, weight);
            letIn();
        }
        if (events % settings.memory() == 0) {
            replaceFaded();
        }
    }

    /** New numbers count once every centre has its own mean of them; a centre that has faded need not. */
    private void letIn() {
        double heaviest = 0;
        for (int k = 0; k < centres.length; k++) {
            heaviest = Math.max(heaviest, weight(k));
        }
        for (int slot : held.slots()) {
            boolean ready = true;
            for (int k = 0; k < centres.length; k++) {
                ready &= held.weight(k, slot) >= LEAST_SEEN || weight(k) < FADED * heaviest;
            }
            if (ready) {
                for (int k = 0; k < centres.length; k++) {
                    centres[k][slot] = held.mean(k, slot);
                    spreads[k] += held.variance(k, slot);
                }
                held.letIn(slot);
            }
        }
    }

    /** What a centre weighs now. */
    private double weight(int k) {
        return weights[k] * Elementary.exp(-(events - moved[k]) / (double) settings.memory());
    }

    private void choose() {
        Random64 random = new Random64(Random64.seedOf(seed, "start", 0));
        double[][] chosen = seeds(random);
        int[] nearest = new int[first.length];
        for (int round = 0; round < ROUNDS; round++) {
            centres = chosen;
            boolean same = round > 0;
            for (int i = 0; i < first.length; i++) {
                int now = nearest(first[i], -1);
                same &= now == nearest[i];
                nearest[i] = now;
            }
            if (same) {
                break;
            }
            chosen = means(nearest);
        }
        for (int k = 0; k < centres.length; k++) {
            numbers[k] = nextNumber++;
            weights[k] = 0;
            spreads[k] = 0;
            moved[k] = events;
        }
        for (int i = 0; i < first.length; i++) {
            int k = nearest[i];
            weights[k] += firstWeights[i];
            spreads[k] += firstWeights[i] / weights[k] * (Space.squareDistance(first[i], centres[k]) - spreads[k]);
        }
        first = new double[0][];
        firstWeights = new double[0];
        firsts = 0;
    }

    /** Points drawn with chances in proportion to their squared distance to those drawn already. */
    private double[][] seeds(Random64 random) {
        double[][] chosen = new double[settings.clusters()][];
        double[] squares = new double[first.length];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        int next = random.nextInt(first.length);
        for (int k = 0; k < chosen.length; k++) {
            chosen[k] = first[next].clone();
            double all = 0;
            for (int i = 0; i < first.length; i++) {
                squares[i] = Math.min(squares[i], firstWeights[i] * Space.squareDistance(first[i], chosen[k]));
                all += squares[i];
            }
            double drawn = random.nextDouble() * all;
            next = first.length - 1;
            for (int i = 0; i < first.length; i++) {
                drawn -= squares[i];
                if (drawn < 0) {
                    next = i;
                    break;
                }
            }
        }
        return chosen;
    }

    /** Means of the first events by their nearest centres; a centre that is nearest to none stays. */
    private double[][] means(int[] nearest) {
        double[][] means = new double[centres.length][space.size()];
        double[][] sums = new double[centres.length][space.size()];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < space.size(); j++) {
                if (!Double.isNaN(first[i][j])) {
                    sums[nearest[i]][j] += firstWeights[i];
                    means[nearest[i]][j] += firstWeights[i] * first[i][j];
                }
            }
        }
        for (int k = 0; k < means.length; k++) {
            for (int j = 0; j < space.size(); j++) {
                means[k][j] = sums[k][j] > 0 ? means[k][j] / sums[k][j] : centres[k][j];
            }
        }
        return means;
    }

    /** The lightest centre, if it has faded, takes over half of the heaviest one. */
    private void replaceFaded() {
        int lightest = 0;
        int heaviest = 0;
        for (int k = 1; k < centres.length; k++) {
            lightest = weight(k) < weight(lightest) ? k : lightest;
            heaviest = weight(k) > weight(heaviest) ? k : heaviest;
        }
        if (weight(lightest) >= FADED * weight(heaviest) || spreads[heaviest] == 0) {
            return;
        }
        Random64 random = new Random64(Random64.seedOf(seed, "split", nextNumber));
        double step = Math.sqrt(spreads[heaviest] / space.size());
        for (int j = 0; j < space.size(); j++) {
            double off = step * random.nextGaussian() / 2;
            centres[lightest][j] = centres[heaviest][j] + off;
            centres[heaviest][j] -= off;
        }
        numbers[lightest] = nextNumber++;
        weights[heaviest] = weight(heaviest) / 2;
        weights[lightest] = weights[heaviest];
        moved[heaviest] = events;
        moved[lightest] = events;
        spreads[lightest] = spreads[heaviest];
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(seed);
        out.writeLong(events);
        out.writeInt(space.size());
        out.writeInt(nextNumber);
        out.writeBoolean(centres != null);
        if (centres == null) {
            out.writeDoubles(Arrays.copyOf(firstWeights, firsts));
            for (int i = 0; i < firsts; i++) {
                out.writeDoubles(first[i]);
            }
            return;
        }
        out.writeInts(numbers);
        out.writeDoubles(weights);
        out.writeLongs(moved);
        out.writeDoubles(spreads);
        for (double[] centre : centres) {
            out.writeDoubles(centre);
        }
        held.snapshot(out);
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format < 1 || format > FORMAT) {
            throw new BadState("k-means of format " + format + " is unknown here; this reads formats up to " + FORMAT);
        }
        held.clear();
        seed = in.readLong();
        events = in.readLong();
        int stored = in.readInt();
        if (stored != before.numbers().size()) {
            throw new BadState("the snapshot has " + stored + " numbers where its features had "
                    + before.numbers().size()
                    + "; it belongs to other features");
        }
        nextNumber = in.readInt();
        int k = settings.clusters();
        if (!in.readBoolean()) {
            centres = null;
            double[] read = in.readDoubles();
            if (read.length > k * settings.start()) {
                throw new BadState("the snapshot waits for more first events than the settings say");
            }
            first = new double[k * settings.start()][];
            firstWeights = Arrays.copyOf(read, first.length);
            firsts = read.length;
            for (int i = 0; i < firsts; i++) {
                first[i] = space.widened(in.readDoubles());
            }
            return;
        }
        first = new double[0][];
        firstWeights = new double[0];
        firsts = 0;
        int[] readNumbers = in.readInts();
        if (readNumbers.length != k) {
            throw new BadState("the snapshot has " + readNumbers.length + " clusters, the settings say " + k);
        }
        System.arraycopy(readNumbers, 0, numbers, 0, k);
        System.arraycopy(in.readDoubles(), 0, weights, 0, k);
        System.arraycopy(in.readLongs(), 0, moved, 0, k);
        System.arraycopy(in.readDoubles(), 0, spreads, 0, k);
        centres = new double[k][];
        for (int i = 0; i < k; i++) {
            centres[i] = space.widened(in.readDoubles());
        }
        if (format > 1) {
            held.restore(in);
        }
        held.hold(stored, space.size());
    }
}
