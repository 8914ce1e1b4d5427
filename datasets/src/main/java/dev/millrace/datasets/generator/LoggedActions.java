package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a policy did, and what it earned: a few numbers, normally distributed, tell what each action is worth; an action is
 * drawn from the logging policy; its reward comes with noise. The logging policy takes any action alike, or prefers those that
 * earn more ({@code softmax}); the probability of the action that it took stands in the record. {@link ActionWorld} knows
 * what any policy would earn. In a drift the actions' worth changes. O(actions · features) a record.
 *
 * <p>Source: the linear rewards of Li, Chu, Langford and Schapire, WWW (2010); the logs of Dudík, Langford and Li, "Doubly
 * robust policy evaluation and learning", ICML (2011).
 */
final class LoggedActions implements StreamKind<LoggedActions.Shape> {
    /** How the logging policy chooses. */
    public enum Logging {
        /** Any action with the same probability. */
        UNIFORM,
        /** By the exponential of what an action is worth, divided by the temperature. */
        SOFTMAX
    }

    /**
     * @param actions how many there are
     * @param features how many numbers tell what actions are worth
     * @param noise standard deviation of what is added to a reward
     * @param logging how the logged actions were chosen
     * @param temperature of {@code softmax}: the lower, the more the logging policy prefers what earns more
     */
    public record Shape(int actions, int features, double noise, Logging logging, double temperature) {
        public Shape {
            if (actions < 2 || actions > 1_000) {
                throw new IllegalArgumentException("bandit has 2 … 1000 actions, got " + actions);
            }
            if (features < 1 || features > 1_000) {
                throw new IllegalArgumentException("bandit has 1 … 1000 features, got " + features);
            }
            if (!(noise >= 0 && noise <= 1_000)) {
                throw new IllegalArgumentException("the noise of bandit lies in 0 … 1000, got " + noise);
            }
            if (logging == null) {
                throw new IllegalArgumentException("logging of bandit is uniform or softmax");
            }
            if (!(temperature >= 0.01 && temperature <= 1_000)) {
                throw new IllegalArgumentException("the temperature of bandit lies in 0.01 … 1000, got " + temperature);
            }
        }
    }

    @Override
    public String name() {
        return "bandit";
    }

    @Override
    public Task task() {
        return Task.BANDIT;
    }

    @Override
    public String summary() {
        return "logged actions with their rewards and propensities; which would have earned more?";
    }

    @Override
    public String paper() {
        return "Li, Chu, Langford and Schapire, \"A contextual-bandit approach to personalized news article"
                + " recommendation\", WWW (2010), linear rewards; Dudík, Langford and Li, \"Doubly robust policy evaluation"
                + " and learning\", ICML (2011), logs";
    }

    @Override
    public Shape defaults() {
        return new Shape(4, 5, 0.3, Logging.UNIFORM, 0.3);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder();
        for (int i = 1; i <= shape.features(); i++) {
            schema.number("x" + i);
        }
        return schema.text(action()).number(propensity()).number(label()).build();
    }

    @Override
    public String label() {
        return "reward";
    }

    @Override
    public String action() {
        return "action";
    }

    @Override
    public String propensity() {
        return "propensity";
    }

    @Override
    public List<String> actions(Shape shape) {
        return IntStream.rangeClosed(1, shape.actions()).mapToObj(a -> "a" + a).toList();
    }

    @Override
    public List<String> classes(Shape shape) {
        return List.of();
    }

    @Override
    public Concepts concepts() {
        return Concepts.drawn("world, in which actions are worth something else");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        ActionWorld world = new ActionWorld(shape, number, seed);
        List<String> names = actions(shape);
        double[] x = new double[shape.features()];
        double[] propensities = new double[shape.actions()];
        return (index, random, row) -> {
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextGaussian();
                row.setNumber(i, x[i]);
            }
            world.propensities(x, propensities);
            double drawn = random.nextDouble();
            int action = 0;
            while (action < propensities.length - 1 && drawn >= propensities[action]) {
                drawn -= propensities[action++];
            }
            row.setText(0, names.get(action));
            row.setNumber(x.length, propensities[action]);
            row.setNumber(x.length + 1, world.worth(action, x) + shape.noise() * random.nextGaussian());
            return 0;
        };
    }
}
