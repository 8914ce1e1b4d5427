package dev.millrace.ml.evaluation;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good predictions were, over everything scored so far: of classes, of values, of what to do, or of clusters, as it was made. What
 * has no meaning (yet) is NaN. Metrics of partitions merge exactly, classes aligned by name; sums of losses are added in the order of
 * the merges. O(classes) per event. Threading: one caller.
 */
public final class Metrics {
    private static final int FORMAT = 1;
    private static final int FORMAT_OF_CHOICES = 2;
    private static final int FORMAT_OF_CLUSTERS = 3;

    /** What is scored. */
    private enum Kind {
        CLASSES,
        VALUES,
        CHOICES,
        CLUSTERS
    }

    private final Kind kind;

    /** Name of the class that ranking metrics are about; null for the rarer of two. */
    private final String positive;

    private final List<String> classes = new ArrayList<>();
    private final Confusion confusion = new Confusion();
    private final ScoreQuality quality = new ScoreQuality();
    private final ValueErrors errors = new ValueErrors();
    private final PolicyValue policy = new PolicyValue();
    private final ClusterQuality clusters = new ClusterQuality();

    /** Made when the first scores come. */
    private ScoreBins ranking;

    private long noChangeCorrect;
    private long majorityCorrect;

    private Metrics(Kind kind, String positive) {
        this.kind = kind;
        this.positive = positive;
    }

    /**
     * Metrics of a classification.
     *
     * @param positive the class that PR-AUC and recall at an alert rate are about; null for the rarer one of two
     */
    public static Metrics ofClasses(String positive) {
        return new Metrics(Kind.CLASSES, positive);
    }

    /** Metrics of a regression. */
    public static Metrics ofValues() {
        return new Metrics(Kind.VALUES, null);
    }

    /** Metrics of a bandit: what its policy would earn, and how well it tells rewards. */
    public static Metrics ofChoices() {
        return new Metrics(Kind.CHOICES, null);
    }

    /** Metrics of a clusterer: how compact clusters are, and how far they agree with labels that nobody learned from. */
    public static Metrics ofClusters() {
        return new Metrics(Kind.CLUSTERS, null);
    }

    public boolean isRegression() {
        return kind == Kind.VALUES;
    }

    /** Whether they are those of a bandit. */
    public boolean isOfChoices() {
        return kind == Kind.CHOICES;
    }

    /** Whether they are those of a clusterer. */
    public boolean isOfClusters() {
        return kind == Kind.CLUSTERS;
    }

    /** Whether they are of the same kind. */
    public boolean isLike(Metrics other) {
        return kind == other.kind;
    }

    /** Names of the classes, by number; a copy. */
    public List<String> classes() {
        return List.copyOf(classes);
    }

    /** Appends classes that are new: names beyond those known, in the order of their numbers. */
    public void ensureClasses(List<String> names) {
        for (int i = classes.size(); i < names.size(); i++) {
            classes.add(names.get(i));
        }
        confusion.ensure(classes.size());
    }

    /**
     * Scores one prediction of a class.
     *
     * @param truth the true class
     * @param predicted the predicted class, −1 for none
     * @param noChange what repeating the last label would have predicted, −1 for nothing
     * @param majority what the most frequent label so far would have predicted, −1 for nothing
     * @param scores per class, as predicted: classes beyond its end had the score 0; null if the learner gives none
     */
    public void score(int truth, int predicted, int noChange, int majority, double[] scores) {
        score(truth, predicted, noChange, majority, scores, null);
    }

    /** The same, and into a window of the last ones, too; null for none. */
    void score(int truth, int predicted, int noChange, int majority, double[] scores, ScoreWindow window) {
        count(truth, predicted, noChange, majority);
        if (scores == null) {
            if (window != null) {
                window.add(truth, predicted, noChange, majority);
            }
            return;
        }
        double scoreOfTruth = truth < scores.length ? scores[truth] : 0;
        double squares = truth < scores.length ? 0 : 1;
        double confidence = 0;
        for (int k = 0; k < scores.length; k++) {
            double miss = scores[k] - (k == truth ? 1 : 0);
            squares += miss * miss;
            confidence = Math.max(confidence, scores[k]);
        }
        addScored(truth, predicted, scores.length > 1 ? scores[1] : 0, scoreOfTruth, squares, confidence);
        if (window != null) {
            window.add(truth, predicted, noChange, majority, scoreOfTruth, squares, confidence);
        }
    }

    void addScored(
            int truth, int predicted, double secondScore, double scoreOfTruth, double squares, double confidence) {
        quality.add(scoreOfTruth, squares, confidence, truth == predicted);
        if (classes.size() <= 2) {
            if (ranking == null) {
                ranking = new ScoreBins();
            }
            ranking.add(truth, secondScore);
        }
    }

    void count(int truth, int predicted, int noChange, int majority) {
        confusion.add(truth, predicted);
        noChangeCorrect += truth == noChange ? 1 : 0; // no jumps: both are guesses
        majorityCorrect += truth == majority ? 1 : 0;
    }

    /** Scores one prediction of a value; both finite. */
    public void score(double truth, double predicted) {
        errors.add(truth, predicted);
    }

    /** Scores a policy by one logged action. */
    public void score(Choice choice) {
        policy.add(choice);
        errors.add(choice.reward(), choice.estimate());
    }

    /** Scores where an event was put, by itself or by its label. */
    public void score(Grouping grouping) {
        if (grouping.isNew()) {
            clusters.add(grouping.cluster(), grouping.distance(), grouping.otherDistance());
        }
        if (grouping.truth() >= 0) {
            clusters.addLabel(grouping.truth(), grouping.cluster());
        }
    }

    /** Adds what another partition scored; classes meet by name. */
    public void merge(Metrics other) {
        if (!isLike(other)) {
            throw new IllegalArgumentException("metrics of different kinds cannot be merged");
        }
        int[] ids = new int[other.classes.size()];
        for (int i = 0; i < ids.length; i++) {
            String name = other.classes.get(i);
            if (!classes.contains(name)) {
                classes.add(name);
            }
            ids[i] = classes.indexOf(name);
        }
        confusion.ensure(classes.size());
        confusion.merge(other.confusion, ids);
        quality.merge(other.quality);
        errors.merge(other.errors);
        policy.merge(other.policy);
        clusters.merge(other.clusters, ids);
        noChangeCorrect += other.noChangeCorrect;
        majorityCorrect += other.majorityCorrect;
        if (other.ranking != null && classes.size() <= 2) {
            if (ranking == null) {
                ranking = new ScoreBins();
            }
            ranking.merge(other.ranking, ids.length > 0 && ids[0] == 1);
        }
    }

    /** Metrics of the same kind with the same content. */
    public Metrics copy() {
        Metrics copy = new Metrics(kind, positive);
        copy.merge(this);
        return copy;
    }

    /** Events scored. */
    public long count() {
        return switch (kind) {
            case CLASSES -> confusion.total();
            case CLUSTERS -> clusters.events();
            case VALUES, CHOICES -> errors.count();
        };
    }

    /** Events of class {@code truth} for which class {@code predicted} was predicted. */
    public long confusion(int truth, int predicted) {
        return confusion.count(truth, predicted);
    }

    /** Share of right predictions. */
    public double accuracy() {
        return confusion.accuracy();
    }

    /** Mean recall of the classes that occurred. */
    public double balancedAccuracy() {
        return confusion.balancedAccuracy();
    }

    /** Agreement beyond chance: 1 is perfect, 0 no better than chance. */
    public double kappa() {
        return confusion.kappa();
    }

    /**
     * Accuracy beyond repeating the last label: 1 is perfect, below 0 worse than that. Source: Žliobaitė et al.,
     * "Evaluation methods and decision theory for classification of streaming data with temporal dependence" (2015).
     */
    public double kappaT() {
        return beyond(accuracy(), noChangeAccuracy());
    }

    /** Accuracy beyond always naming the most frequent label so far. Source: Bifet et al., KDD (2015). */
    public double kappaM() {
        return beyond(accuracy(), majorityAccuracy());
    }

    /** Share of the events for which repeating the last label would have been right. */
    public double noChangeAccuracy() {
        return noChangeCorrect / (double) confusion.total();
    }

    /** Share of the events for which naming the most frequent class so far would have been right. */
    public double majorityAccuracy() {
        return majorityCorrect / (double) confusion.total();
    }

    /** NaN if the reference leaves no room. */
    static double beyond(double accuracy, double reference) {
        return reference < 1 ? (accuracy - reference) / (1 - reference) : Double.NaN;
    }

    /** Share of the events named this class that are of it. */
    public double precision(int k) {
        return confusion.count(k, k) / (double) confusion.predicted(k);
    }

    /** Share of the events of this class that were named so. */
    public double recall(int k) {
        return confusion.count(k, k) / (double) confusion.actual(k);
    }

    /** Harmonic mean of precision and recall. */
    public double f1(int k) {
        return 2.0 * confusion.count(k, k) / (confusion.predicted(k) + confusion.actual(k));
    }

    /** Mean of −log(score of the true class), in nats, scores clipped at 1e-15. */
    public double logLoss() {
        return quality.logLoss();
    }

    /** Mean squared error of the scores: 0 to 1 of two classes (one of them counts), 0 to 2 of more (all are summed). */
    public double brier() {
        return classes.size() <= 2 ? quality.brier() / 2 : quality.brier();
    }

    /** Expected distance between confidence and accuracy, over 15 bins of confidence. */
    public double calibrationError() {
        return quality.calibrationError();
    }

    /** The class that ranking metrics are about: the one named, else the rarer of two (the second in a tie); −1 if none. */
    public int positive() {
        if (classes.size() != 2) {
            return -1;
        }
        if (positive != null) {
            return classes.indexOf(positive);
        }
        return confusion.actual(0) < confusion.actual(1) ? 0 : 1;
    }

    /** Area under the precision-recall curve of two classes, as average precision over 4,096 bins of the score. */
    public double prAuc() {
        return ranking == null || positive() < 0 ? Double.NaN : ranking.averagePrecision(positive());
    }

    /** Area under the ROC curve of two classes, over 4,096 bins of the score. */
    public double auc() {
        return ranking == null || positive() < 0 ? Double.NaN : ranking.areaUnderRoc(positive());
    }

    /** Events of this class. */
    public long support(int k) {
        return confusion.actual(k);
    }

    /** Mean of F1 over the classes that occurred; one that was never named has 0. */
    public double macroF1() {
        double sum = 0;
        int occurred = 0;
        for (int k = 0; k < classes.size(); k++) {
            if (confusion.actual(k) > 0) {
                sum += f1(k);
                occurred++;
            }
        }
        return sum / occurred;
    }

    /** Share of the positive events among the highest-scored share of all events. */
    public double recallAtAlertRate(double alertRate) {
        return ranking == null || positive() < 0 ? Double.NaN : ranking.recallAtAlertRate(positive(), alertRate);
    }

    /** What a bandit's policy would earn an event, by inverse propensities; NaN while no propensity is known. */
    public double ips() {
        return policy.inversePropensity();
    }

    /** The same, self-normalised. */
    public double snips() {
        return policy.selfNormalized();
    }

    /** The same, doubly robust. */
    public double doublyRobust() {
        return policy.doublyRobust();
    }

    /** What the logged actions earned an event. */
    public double meanReward() {
        return policy.logged();
    }

    /** Share of the events that the estimates rest upon: events of equal weight that would tell as much. */
    public double effectiveShare() {
        return policy.effectiveShare();
    }

    /** Mean squared distance of events to the centres of their clusters. */
    public double meanSquare() {
        return clusters.meanSquare();
    }

    /** How much nearer events are to the centre of their own cluster than to that of another: −1 to 1. */
    public double silhouette() {
        return clusters.silhouette();
    }

    /** Share of the events that are in no cluster. */
    public double outside() {
        return clusters.outside();
    }

    /** Adjusted Rand index of clusters and labels: 1 is perfect, 0 no better than chance. */
    public double adjustedRand() {
        return clusters.adjustedRand();
    }

    /** Normalised mutual information of clusters and labels: 0 to 1. */
    public double mutualInformation() {
        return clusters.mutualInformation();
    }

    /** Share of the labelled events that are of the most frequent class of their cluster. */
    public double purity() {
        return clusters.purity();
    }

    /** Mean absolute error; for a bandit that of the rewards it expected of the actions taken. */
    public double mae() {
        return errors.meanAbsolute();
    }

    /** Root of the mean squared error. */
    public double rmse() {
        return errors.rootMeanSquare();
    }

    /** Share of the variance that is explained. */
    public double r2() {
        return errors.determination();
    }

    /**
     * All of it by the names that users see, in a fixed order: fractions, and null where it has no meaning. {@code count}
     * is a Long, the others are Doubles.
     */
    public Map<String, Number> toMap() {
        Map<String, Number> map = new LinkedHashMap<>();
        map.put("count", count());
        if (kind == Kind.CHOICES) {
            put(map, "ips", ips());
            put(map, "snips", snips());
            put(map, "doubly_robust", doublyRobust());
            put(map, "mean_reward", meanReward());
            put(map, "effective_share", effectiveShare());
            putErrors(map);
            return map;
        }
        if (kind == Kind.CLUSTERS) {
            put(map, "silhouette", silhouette());
            put(map, "mean_square", meanSquare());
            put(map, "outside", outside());
            put(map, "adjusted_rand", adjustedRand());
            put(map, "mutual_information", mutualInformation());
            put(map, "purity", purity());
            return map;
        }
        put(map, "accuracy", accuracy());
        put(map, "balanced_accuracy", balancedAccuracy());
        put(map, "kappa", kappa());
        put(map, "kappa_t", kappaT());
        put(map, "kappa_m", kappaM());
        put(map, "log_loss", logLoss());
        put(map, "brier", brier());
        put(map, "calibration_error", calibrationError());
        put(map, "macro_f1", macroF1());
        put(map, "auc", auc());
        put(map, "pr_auc", prAuc());
        put(map, "recall_at_5_percent", recallAtAlertRate(0.05));
        putErrors(map);
        return map;
    }

    private void putErrors(Map<String, Number> map) {
        put(map, "mae", mae());
        put(map, "rmse", rmse());
        put(map, "r2", r2());
    }

    private static void put(Map<String, Number> map, String name, double value) {
        map.put(name, Double.isFinite(value) ? value : null);
    }

    /** {@link #toMap} without what has no meaning: for a manifest. */
    public Map<String, Number> facts() {
        Map<String, Number> facts = toMap();
        facts.values().removeIf(value -> value == null);
        return facts;
    }

    public void snapshot(StateWriter out) {
        if (kind == Kind.CHOICES) {
            out.writeByte(FORMAT_OF_CHOICES);
            policy.snapshot(out);
            errors.snapshot(out);
            return;
        }
        if (kind == Kind.CLUSTERS) {
            out.writeByte(FORMAT_OF_CLUSTERS);
            out.writeInt(classes.size());
            classes.forEach(out::writeString);
            clusters.snapshot(out);
            return;
        }
        out.writeByte(FORMAT);
        out.writeBoolean(kind == Kind.VALUES);
        if (kind == Kind.VALUES) {
            errors.snapshot(out);
            return;
        }
        out.writeInt(classes.size());
        classes.forEach(out::writeString);
        confusion.snapshot(out);
        quality.snapshot(out);
        out.writeLong(noChangeCorrect);
        out.writeLong(majorityCorrect);
        out.writeBoolean(ranking != null);
        if (ranking != null) {
            ranking.snapshot(out);
        }
    }

    public void restore(StateReader in) {
        int format = in.readByte();
        int expected = switch (kind) {
            case CHOICES -> FORMAT_OF_CHOICES;
            case CLUSTERS -> FORMAT_OF_CLUSTERS;
            case CLASSES, VALUES -> FORMAT;
        };
        if (format != expected) {
            throw new BadState("metrics of format " + format + " where this Millrace reads format " + expected);
        }
        if (kind == Kind.CHOICES) {
            policy.restore(in);
            errors.restore(in);
            return;
        }
        if (kind == Kind.CLUSTERS) {
            classes.clear();
            for (int i = in.readInt(); i > 0; i--) {
                classes.add(in.readString());
            }
            clusters.restore(in);
            return;
        }
        boolean values = kind == Kind.VALUES;
        if (in.readBoolean() != values) {
            throw new BadState("metrics of " + (values ? "classes" : "values") + " where "
                    + (values ? "values" : "classes") + " were expected");
        }
        if (values) {
            errors.restore(in);
            return;
        }
        classes.clear();
        for (int i = in.readInt(); i > 0; i--) {
            classes.add(in.readString());
        }
        confusion.restore(in);
        confusion.ensure(classes.size());
        quality.restore(in);
        noChangeCorrect = in.readLong();
        majorityCorrect = in.readLong();
        ranking = in.readBoolean() ? new ScoreBins() : null;
        if (ranking != null) {
            ranking.restore(in);
        }
    }
}
