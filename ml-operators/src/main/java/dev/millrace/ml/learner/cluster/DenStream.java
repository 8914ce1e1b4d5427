package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.Assignment;
import dev.millrace.ml.learner.Clusterer;
import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * DenStream: events are gathered in small clusters of a limited radius whose weight fades; those that are light are noise until
 * they have grown. Clusters, of any shape, are small clusters near each other, of which one at least of two neighbours is
 * heavy; how many there are nobody has to say. An event that no small cluster with enough weight would take in
 * is in no cluster.
 *
 * <p>Only numbers count; scale them alike. What is missing has no part in a distance, and values count in full up to 1e9. The radius is measured per number, so that it
 * suits any number of features. Time is counted in events. A cluster has the number of its oldest small cluster. Where the source
 * begins with a batch of events, here all begin as noise; a small cluster takes in nothing farther from its mean than two radii; when there is no room, the lightest small cluster gives way.
 *
 * <p>Cost: O(small clusters · numbers) per event, and their square when one more is no noise, and every hundred events; 8
 * bytes for each small cluster and number. Source: see {@link #PAPER}.
 */
public final class DenStream implements Clusterer {
    static final String PAPER =
            "Cao, Ester, Qian and Zhou, \"Density-based clustering over an evolving data stream with noise\", SDM 2006";
    private static final int FORMAT = 1;
    private static final int REGROUPED_EVERY = 100;

    /** In radii: a heavy small cluster would otherwise take in anything. */
    private static final double FARTHEST = 2;

    private final DenStreamSettings settings;
    private final Layout layout;
    private final Space space;

    /** Largest squared radius for each number that a small cluster knows. */
    private final double squareOfOne;

    /** Events between two looks for what has faded. */
    private final long period;

    private final List<SmallCluster> dense = new ArrayList<>();
    private final List<SmallCluster> noise = new ArrayList<>();
    private long events;
    private int nextNumber;
    private int groups;

    // For learning only: predicting shares nothing.
    private final double[] point;

    public DenStream(DenStreamSettings settings, Layout layout) {
        this.settings = settings;
        this.layout = layout;
        this.space = new Space(layout, "denstream", 1);
        if (2L * settings.most() * space.size() > 1L << 26) {
            throw new IllegalArgumentException("denstream keeps up to " + 2 * settings.most() + " small clusters of "
                    + space.size() + " numbers, " + (1 << 26) + " values are the most; set 'most' lower");
        }
        this.squareOfOne = settings.epsilon() * settings.epsilon();
        double threshold = settings.beta() * settings.mu();
        double ratio = Elementary.log(threshold / (threshold - 1)) / Elementary.log(2);
        this.period = Math.max(1, (long) Math.ceil(settings.halfLife() * ratio));
        this.point = new double[space.size()];
    }

    @Override
    public int clusters() {
        return groups;
    }

    @Override
    public void predict(FeatureVector x, Assignment to) {
        double[] asked = new double[space.size()];
        if (dense.isEmpty() || !space.read(x, asked)) {
            to.clear();
            return;
        }
        SmallCluster nearest = nearest(dense, asked);
        double square = Space.squareDistance(asked, nearest.centre);
        boolean inside = nearest.group != Assignment.NONE && isWithin(nearest, square, 1);
        int group = inside ? nearest.group : Assignment.NONE;
        double other = Double.POSITIVE_INFINITY;
        for (SmallCluster each : dense) {
            if (each.group != Assignment.NONE && each.group != nearest.group) {
                other = Math.min(other, Space.squareDistance(asked, each.centre));
            }
        }
        to.set(group, Math.sqrt(square), other == Double.POSITIVE_INFINITY ? Double.NaN : Math.sqrt(other));
    }

    /** The first of equals; null if there is none. */
    private static SmallCluster nearest(List<SmallCluster> among, double[] asked) {
        SmallCluster nearest = null;
        double least = Double.POSITIVE_INFINITY;
        for (SmallCluster each : among) {
            double square = Space.squareDistance(asked, each.centre);
            if (square < least) {
                least = square;
                nearest = each;
            }
        }
        return nearest;
    }

    @Override
    public void learn(FeatureVector x, double weight) {
        if (!space.read(x, point)) {
            return;
        }
        events++;
        boolean changed = events % REGROUPED_EVERY == 0;
        if (!takeIn(nearest(dense, point), weight)) {
            SmallCluster light = nearest(noise, point);
            if (!takeIn(light, weight)) {
                light = new SmallCluster(nextNumber++, events, point, weight);
                makeRoom(noise);
                noise.add(light);
            }
            if (light.weight(events, settings.halfLife()) > settings.beta() * settings.mu()) {
                noise.remove(light);
                makeRoom(dense);
                dense.add(light);
                changed = true;
            }
        }
        if (events % period == 0) {
            changed |= forget();
        }
        if (changed) {
            regroup();
        }
    }

    /** Adds the point to a small cluster if its radius allows it. */
    private boolean takeIn(SmallCluster to, double weight) {
        if (to == null || !isWithin(to, Space.squareDistance(point, to.centre), weight)) {
            return false;
        }
        to.add(point, weight, events, settings.halfLife());
        return true;
    }

    /** Whether a point is near, and leaves the radius small enough. */
    private boolean isWithin(SmallCluster cluster, double squareDistance, double weight) {
        double squareRadius = squareOfOne * Space.shared(cluster.centre, cluster.centre);
        return squareDistance <= FARTHEST * FARTHEST * squareRadius
                && cluster.squareRadiusWith(squareDistance, weight, events, settings.halfLife()) <= squareRadius;
    }

    private void makeRoom(List<SmallCluster> among) {
        if (among.size() < settings.most()) {
            return;
        }
        int lightest = 0;
        for (int i = 1; i < among.size(); i++) {
            if (among.get(i).weight(events, settings.halfLife())
                    < among.get(lightest).weight(events, settings.halfLife())) {
                lightest = i;
            }
        }
        among.remove(lightest);
    }

    /** Small clusters that have faded below the weight of noise, and noise that has not grown as it should, are forgotten. */
    private boolean forget() {
        boolean gone =
                dense.removeIf(each -> each.weight(events, settings.halfLife()) < settings.beta() * settings.mu());
        noise.removeIf(each -> each.weight(events, settings.halfLife()) < leastOfNoise(each.born));
        return gone;
    }

    /** What noise of that age weighs if it is to become a cluster in time. */
    private double leastOfNoise(long born) {
        return (power(events - born + period) - 1) / (power(period) - 1);
    }

    /** 2 to the power of −λt. */
    private double power(long time) {
        return Elementary.pow(2, -time / (double) settings.halfLife());
    }

    /** Joins neighbours: who is heavy makes those within its reach belong to it. */
    private void regroup() {
        int size = dense.size();
        boolean[] heavy = new boolean[size];
        for (int i = 0; i < size; i++) {
            dense.get(i).group = Assignment.NONE;
            heavy[i] = dense.get(i).weight(events, settings.halfLife()) >= settings.mu();
        }
        groups = 0;
        List<Integer> reached = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (!heavy[i] || dense.get(i).group != Assignment.NONE) {
                continue;
            }
            reached.clear();
            reached.add(i);
            dense.get(i).group = dense.get(i).number;
            for (int at = 0; at < reached.size(); at++) {
                if (heavy[reached.get(at)]) {
                    reach(dense.get(reached.get(at)), reached);
                }
            }
            int oldest = reached.stream()
                    .mapToInt(member -> dense.get(member).number)
                    .min()
                    .getAsInt();
            reached.forEach(member -> dense.get(member).group = oldest);
            groups++;
        }
    }

    private void reach(SmallCluster from, List<Integer> reached) {
        double square = settings.reach() * settings.reach() * squareOfOne;
        for (int i = 0; i < dense.size(); i++) {
            SmallCluster each = dense.get(i);
            if (each.group == Assignment.NONE
                    && Space.squareDistance(from.centre, each.centre)
                            <= square * Space.shared(from.centre, each.centre)) {
                each.group = from.group;
                reached.add(i);
            }
        }
    }

    @Override
    public void snapshot(StateWriter out) {
        out.writeInt(FORMAT);
        out.writeLong(events);
        out.writeInt(nextNumber);
        out.writeInt(groups);
        out.writeInt(space.size());
        snapshot(out, dense);
        snapshot(out, noise);
    }

    private static void snapshot(StateWriter out, List<SmallCluster> those) {
        out.writeInt(those.size());
        those.forEach(each -> each.snapshot(out));
    }

    @Override
    public void restore(StateReader in) {
        restore(in, layout);
    }

    @Override
    public void restore(StateReader in, Layout before) {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new BadState("DenStream of format " + format + " is unknown here; this is format " + FORMAT);
        }
        events = in.readLong();
        nextNumber = in.readInt();
        groups = in.readInt();
        int stored = in.readInt();
        int numbers = before.numbers().size();
        if (stored != numbers) {
            throw new BadState("the snapshot has " + stored + " numbers where its features had " + numbers
                    + "; it belongs to other features");
        }
        restore(in, dense);
        restore(in, noise);
    }

    private void restore(StateReader in, List<SmallCluster> those) {
        those.clear();
        for (int i = in.readInt(); i > 0; i--) {
            those.add(SmallCluster.restore(in, space));
        }
    }
}
