package dev.millrace.datasets.generator;

import dev.millrace.stream.random.Random64;

/**
 * What actions are worth in a concept of the generator {@code bandit}: ½ plus a linear function of the features, drawn from the
 * seed. With it the value of any policy is known, the best one's too. Immutable. Threading: any.
 */
public final class ActionWorld {
    private static final double BASE = 0.5;

    private final LoggedActions.Shape shape;
    private final double[][] slopes;
    private final double[] levels;

    ActionWorld(LoggedActions.Shape shape, int number, long seed) {
        this.shape = shape;
        this.slopes = new double[shape.actions()][shape.features()];
        this.levels = new double[shape.actions()];
        Random64 random = new Random64(Random64.seedOf(seed, "world", number));
        double size = 0.5 / StrictMath.sqrt(shape.features());
        for (int a = 0; a < slopes.length; a++) {
            levels[a] = BASE + 0.1 * random.nextGaussian();
            for (int i = 0; i < slopes[a].length; i++) {
                slopes[a][i] = size * random.nextGaussian();
            }
        }
    }

    /** The world of a stream's first concept. */
    public static ActionWorld of(GeneratedStream stream) {
        if (!(stream.settings() instanceof LoggedActions.Shape shape)) {
            throw new IllegalArgumentException(stream.kind().name() + " has no actions; use bandit");
        }
        return new ActionWorld(
                shape, stream.drift().concepts().get(0), stream.composition().seed());
    }

    public int actions() {
        return slopes.length;
    }

    /** The mean reward of an action where the features are x. */
    public double worth(int action, double[] x) {
        double worth = levels[action];
        for (int i = 0; i < x.length; i++) {
            worth += slopes[action][i] * x[i];
        }
        return worth;
    }

    /** The action of the greatest worth, the first of equals. */
    public int best(double[] x) {
        int best = 0;
        for (int a = 1; a < slopes.length; a++) {
            if (worth(a, x) > worth(best, x)) {
                best = a;
            }
        }
        return best;
    }

    /** Fills with which probability the logging policy takes each action. */
    public void propensities(double[] x, double[] to) {
        double sum = 0;
        for (int a = 0; a < to.length; a++) {
            to[a] = shape.logging() == LoggedActions.Logging.UNIFORM
                    ? 1
                    : StrictMath.exp((worth(a, x) - BASE) / shape.temperature());
            sum += to[a];
        }
        for (int a = 0; a < to.length; a++) {
            to[a] /= sum;
        }
    }
}
