package dev.millrace.ml.learner.cluster;

import dev.millrace.ml.math.Elementary;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;

/**
 * Events close together, as their fading weight, mean and scatter; a scatter about the mean loses no digits where sums of
 * squares would. Threading: one caller.
 */
final class SmallCluster {
    private static final double LN_2 = 0.6931471805599453;

    final int number;
    final long born;
    final double[] centre;

    /** The cluster that it belongs to; {@link dev.millrace.ml.learner.Assignment#NONE} if it belongs to none. */
    int group;

    /** As of the event that was added last. */
    private double weight;

    private double scatter;
    private long last;

    SmallCluster(int number, long born, double[] point, double weight) {
        this.number = number;
        this.born = born;
        this.last = born;
        this.centre = point.clone();
        this.weight = weight;
        this.group = dev.millrace.ml.learner.Assignment.NONE;
    }

    private double fade(long event, double halfLife) {
        return Elementary.exp(-LN_2 * (event - last) / halfLife);
    }

    double weight(long event, double halfLife) {
        return weight * fade(event, halfLife);
    }

    /** The square of the radius that it would have with a point more. */
    double squareRadiusWith(double squareDistance, double pointWeight, long event, double halfLife) {
        double fade = fade(event, halfLife);
        double all = weight * fade + pointWeight;
        return (scatter * fade + squareDistance * weight * fade * (pointWeight / all)) / all;
    }

    void add(double[] point, double pointWeight, long event, double halfLife) {
        double fade = fade(event, halfLife);
        double before = weight * fade;
        double all = before + pointWeight;
        scatter = scatter * fade + Space.squareDistance(point, centre) * before * (pointWeight / all);
        Space.move(centre, point, pointWeight / all);
        weight = all;
        last = event;
    }

    void snapshot(StateWriter out) {
        out.writeInt(number);
        out.writeLong(born);
        out.writeDoubles(centre);
        out.writeDouble(weight);
        out.writeDouble(scatter);
        out.writeLong(last);
        out.writeInt(group);
    }

    static SmallCluster restore(StateReader in, Space space) {
        int number = in.readInt();
        long born = in.readLong();
        SmallCluster restored = new SmallCluster(number, born, space.widened(in.readDoubles()), in.readDouble());
        restored.scatter = in.readDouble();
        restored.last = in.readLong();
        restored.group = in.readInt();
        return restored;
    }
}
