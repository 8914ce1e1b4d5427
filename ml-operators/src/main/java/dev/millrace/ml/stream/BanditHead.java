package dev.millrace.ml.stream;

import dev.millrace.ml.evaluation.Choice;
import dev.millrace.ml.evaluation.Evaluator;
import dev.millrace.ml.evaluation.Metrics;
import dev.millrace.ml.evaluation.PolicyBaselines;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Lookups;
import dev.millrace.ml.learner.ContextualBandit;
import dev.millrace.ml.learner.Learner;
import dev.millrace.stream.event.EventId;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Learns what to do. The label is the reward of the action that the event carries; an event without an action is one for which
 * the model chooses: its choice, with the probability that it had, is then what the reward belongs to when it comes. A new
 * action of an open set is known from the event on that carries it, whether or not its reward comes.
 */
final class BanditHead extends Head<ContextualBandit> {
    private static final double[] NONE = {};

    private final Classes actions;
    private final Field rewardField;
    private final Field actionField;
    private final Field propensityField;

    /** NaN unless it is always the same. */
    private final double constantPropensity;

    private final Occasions occasions;
    private final PolicyBaselines baselines = new PolicyBaselines();
    private final int mostActions;

    private String refusal;
    private double reward;

    /** Of the event at hand: what it says, or what was chosen for it; −1 if there is nothing to choose from. */
    private int action;

    private double propensity;
    private String newAction;
    private boolean carriesAction;
    private long occasion;

    /** Predictions at hand, by track; as many numbers as actions were known. */
    private final double[][] rewards;

    private final double[][] probabilities;
    private final int[] chosen;

    /** What scoring the action at hand needs of each track: its estimate and probability, and what the policy expects. */
    private final double[] estimate;

    private final double[] probability;
    private final double[] expected;
    private int known;
    private int best = -1;
    private double error;

    /**
     * @param rewardField null if rewards never come with the event
     * @param learners the model's learner, then the challengers
     */
    BanditHead(LearningSpec spec, LearningModel model, Schema schema, Field rewardField, ContextualBandit[] learners) {
        super(spec, model, learners, () -> Evaluator.ofChoices(spec.metricsWindow()));
        Label label = spec.label();
        this.actions = model.classes;
        this.rewardField = rewardField;
        this.actionField = schema.field(label.action().field());
        String propensityName = label.action().propensityField();
        this.propensityField = propensityName == null ? null : schema.field(propensityName);
        this.constantPropensity = label.action().constantPropensity();
        this.occasions = new Occasions(schema, label);
        this.rewards = new double[learners.length][];
        this.probabilities = new double[learners.length][];
        this.chosen = new int[learners.length];
        this.estimate = new double[learners.length];
        this.probability = new double[learners.length];
        this.expected = new double[learners.length];
        for (int i = 0; i < learners.length; i++) {
            rewards[i] = NONE;
            probabilities[i] = NONE;
        }
        this.mostActions = Arrays.stream(learners)
                .mapToInt(ContextualBandit::mostActions)
                .min()
                .getAsInt();
        if (actions.size() > mostActions) {
            throw new IllegalArgumentException("there are " + actions.size() + " actions; " + room());
        }
        baselines.ensureActions(actions.size());
    }

    private String room() {
        return "for features of this width the learners have room for " + mostActions
                + ": hash into fewer bits, name fewer actions, or use epsilon-greedy or ucb";
    }

    @Override
    Found take(Row row) {
        occasion = occasions.of(row);
        newAction = null;
        String name = row.name(actionField);
        carriesAction = name != null;
        reward = rewardField == null ? Double.NaN : row.numeric(rewardField);
        if (!carriesAction) {
            action = -1;
            propensity = Double.NaN;
            return Double.isNaN(reward)
                    ? Found.MISSING
                    : refuse("there is a reward, but '" + actionField.name() + "' does not say of which action");
        }
        action = actions.find(name);
        if (action == Classes.UNKNOWN) {
            return refuse("'" + name + "' is no action of this model; the actions are " + actions.names()
                    + ". Correct it, or name it in action.choices");
        }
        if (action >= mostActions) {
            return refuse("there is no room for the action '" + name + "'; " + room());
        }
        propensity = propensityField == null ? constantPropensity : row.numeric(propensityField);
        if (propensityField != null && !(propensity > 0 && propensity <= 1)) {
            return refuse(
                    "'" + propensityField.name() + "' is the probability of the action that was taken: above 0 and at"
                            + " most 1, got " + (Double.isNaN(propensity) ? "nothing" : Double.toString(propensity)));
        }
        if (Double.isInfinite(reward)) {
            return refuse("the reward must be a finite number, got " + reward);
        }
        newAction = action == actions.size() ? name : null;
        return Double.isNaN(reward) ? Found.MISSING : Found.KNOWN;
    }

    private Found refuse(String why) {
        refusal = why;
        return Found.REFUSED;
    }

    @Override
    Found take(String said) {
        try {
            reward = Double.parseDouble(said);
        } catch (NumberFormatException e) {
            reward = Double.NaN; // refused below, with its text
        }
        return Double.isFinite(reward) ? Found.KNOWN : refuse("the reward must be a finite number, got '" + said + "'");
    }

    @Override
    String refusal() {
        return refusal;
    }

    @Override
    void updateLabel(Lookups lookups, String key, Encoders encoders, FeatureVector x) {
        encoders.updateLabel(x, reward);
        lookups.updateLabel(key, reward);
    }

    @Override
    void predict(FeatureVector x) {
        known = actions.size();
        best = baselines.best();
        for (int i = 0; i < learners.length; i++) {
            if (rewards[i].length != known) {
                rewards[i] = new double[known];
                probabilities[i] = new double[known];
            }
            chosen[i] = -1;
            if (known > 0) {
                learners[i].predictAlone(x, rewards[i], probabilities[i]);
                chosen[i] = learners[i].choose(probabilities[i], occasion);
            }
        }
        if (listener != null && chosen[0] >= 0) {
            listener.chose(actions.names().get(chosen[0]));
        }
        if (!carriesAction && known > 0) {
            action = chosen[0];
            propensity = probabilities[0][action];
        }
        for (int i = 0; i < learners.length; i++) {
            boolean knew = action >= 0 && action < known;
            estimate[i] = knew ? rewards[i][action] : 0;
            probability[i] = knew ? probabilities[i][action] : 0;
            expected[i] = 0;
            for (int a = 0; a < known; a++) {
                expected[i] += probabilities[i][a] * rewards[i][a];
            }
        }
        if (newAction != null) {
            actions.add(newAction);
            baselines.ensureActions(actions.size());
            newAction = null;
        }
    }

    @Override
    void scoreAndLearn(FeatureVector x, double weight) {
        if (action < 0) {
            return; // there was nothing to choose from: the reward belongs to no action
        }
        double off = Math.abs(reward - estimate[0]);
        double usual = evaluators[0].fading().mae();
        error = off == 0 ? 0 : usual > 0 ? off / (off + usual) : 0.5;
        for (int i = 0; i < learners.length; i++) {
            Choice choice = new Choice(reward, estimate[i], expected[i], probability[i], propensity);
            evaluators[i].score(choice);
            if (i == 0 && listener != null) {
                listener.scored(late, actions.names().get(action), choice);
            }
            learners[i].learn(x, action, reward, propensity, weight);
        }
        baselines.scoreAndLearn(action, reward, propensity, known, best);
    }

    @Override
    void predictAndLearn(FeatureVector x, double weight) {
        predict(x);
        scoreAndLearn(x, weight);
    }

    /** How far off the expected reward was, relative to itself plus the usual: ½ when it is as usual. */
    @Override
    double error() {
        return error;
    }

    @Override
    Prediction prediction(EventId id, boolean rewarded, long eventsLearned) {
        List<String> names = actions.names();
        return new Prediction(
                id,
                chosen[0] < 0 ? null : names.get(chosen[0]),
                chosen[0] < 0 ? Double.NaN : probabilities[0][chosen[0]],
                names.size() == known ? names : List.copyOf(names.subList(0, known)),
                rewards[0].clone(),
                probabilities[0].clone(),
                rewarded ? Double.toString(reward) : null,
                eventsLearned);
    }

    @Override
    int predictionBytes() {
        return 20 + learners.length * 24;
    }

    @Override
    void writePrediction(ByteBuffer to) {
        to.putInt(action).putDouble(propensity).putInt(known).putInt(best);
        for (int i = 0; i < learners.length; i++) {
            to.putDouble(estimate[i]).putDouble(probability[i]).putDouble(expected[i]);
        }
    }

    @Override
    void readPrediction(ByteBuffer from) {
        action = from.getInt();
        propensity = from.getDouble();
        known = from.getInt();
        best = from.getInt();
        for (int i = 0; i < learners.length; i++) {
            estimate[i] = from.getDouble();
            probability[i] = from.getDouble();
            expected[i] = from.getDouble();
        }
    }

    @Override
    SortedMap<String, Metrics> baselines() {
        return baselines.metrics();
    }

    @Override
    double errorOf(Learner learner, FeatureVector x) {
        if (action < 0) {
            return 0;
        }
        double[] tried = new double[actions.size()];
        ofThisKind(learner).predict(x, tried, new double[tried.length]);
        return Math.abs(reward - (action < tried.length ? tried[action] : 0));
    }

    @Override
    void teach(Learner learner, FeatureVector x, double weight) {
        if (action >= 0) {
            ofThisKind(learner).learn(x, action, reward, propensity, weight);
        }
    }

    @Override
    void snapshot(StateWriter out) {
        actions.snapshot(out);
        snapshotTracks(out);
        baselines.snapshot(out);
    }

    @Override
    void restore(StateReader in) {
        actions.restore(in);
        restoreTracks(in);
        baselines.restore(in);
        baselines.ensureActions(actions.size());
    }
}
