package dev.millrace.ml.stream;

import dev.millrace.ml.label.EarlierEvent;
import dev.millrace.ml.learner.LearnerProvider.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is learned: the field of the label, its classes, and how long it may take to come.
 *
 * @param field the field of the row that holds it
 * @param task classes, values, anomalies (these have two classes, normal (false, 0) and anomaly (true, 1) unless named), or
 *     actions: then the label is the reward of an action, a number, and the classes are the actions
 * @param classes what the field (or a late label) says → the name of the class, in the order of their numbers; closes the
 *     set of classes. Empty leaves it open: each new name is a new class
 * @param positive the class that ranking metrics and decisions are about, or null for the rarer of two
 * @param withinMillis event time within which a missing label may still come, 0 for not at all
 * @param otherwise the class (or value) learned when it has not come in time, or null for none
 * @param action where the action stands that was taken; null unless the task is a bandit's
 * @param earlier how a row says that its label is that of an earlier event; null if no row does. Such labels are taken out
 *     of their rows before these come to the operator: {@link dev.millrace.ml.label.LabelRows}
 */
public record Label(
        String field,
        Task task,
        Map<String, String> classes,
        String positive,
        long withinMillis,
        String otherwise,
        Action action,
        EarlierEvent earlier) {

    /**
     * What was done upon an event.
     *
     * @param field the field of the row that names the action; missing where the model is to choose
     * @param propensity the field with the probability with which it was chosen, or that probability itself, as a number, if
     *     it was always the same; null if nobody knows
     */
    public record Action(String field, String propensity) {
        public Action {
            if (field == null || field.isBlank()) {
                throw new IllegalArgumentException(
                        "a bandit needs the field of the action that was taken; set action.field");
            }
            if (field.equals(propensity)) {
                throw new IllegalArgumentException(
                        "'" + field + "' cannot be both the action and its propensity; see action.propensity");
            }
            double constant = parsed(propensity);
            if (constant <= 0 || constant > 1) {
                throw new IllegalArgumentException("a propensity is a probability, above 0 and at most 1, got "
                        + propensity + "; see action.propensity");
            }
        }

        /** The field of the propensity; null if it is always the same, or nobody knows it. */
        public String propensityField() {
            return Double.isNaN(parsed(propensity)) ? propensity : null;
        }

        /** The propensity that it always is; NaN if it stands in a field, or nobody knows it. */
        public double constantPropensity() {
            return parsed(propensity);
        }

        private static double parsed(String propensity) {
            return propensity != null && propensity.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
                    ? Double.parseDouble(propensity)
                    : Double.NaN;
        }
    }

    /** Field in which labels of anomalies are looked for when none is named; it need not be there. */
    public static final String ANOMALY_FIELD = "anomaly";

    /** Field in which labels are looked for that clusters are compared with when none is named; it need not be there. */
    public static final String CLUSTER_FIELD = "label";

    private static final Map<String, String> USUAL = usual();

    private static Map<String, String> usual() {
        Map<String, String> usual = new LinkedHashMap<>();
        usual.put("false", "normal");
        usual.put("true", "anomaly");
        usual.put("0", "normal");
        usual.put("1", "anomaly");
        usual.put("normal", "normal");
        usual.put("anomaly", "anomaly");
        return usual;
    }

    public Label {
        Objects.requireNonNull(task, "task");
        if (field == null || field.isBlank()) {
            throw new IllegalArgumentException("the label needs a field; set label.field");
        }
        if (task == Task.ANOMALY) {
            classes = classes.isEmpty() ? USUAL : classes;
            if (classes.values().stream().distinct().count() != 2) {
                throw new IllegalArgumentException(
                        "the label '" + field + "' of a detector of anomalies has two classes,"
                                + " what is normal and then what is not; got " + classes.values());
            }
            positive = positive == null
                    ? classes.values().stream().distinct().skip(1).findFirst().get()
                    : positive;
        }
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        if ((task == Task.BANDIT) != (action != null)) {
            throw new IllegalArgumentException(
                    action == null
                            ? "a bandit learns from the rewards of actions; say which field names the action: action.field"
                            : "actions are for bandits; remove 'action', or choose a bandit as the learner");
        }
        if (action != null) {
            requireBandit(field, classes, positive, action);
        }
        if (task == Task.CLUSTERING && positive != null) {
            throw new IllegalArgumentException("clusters have no positive class; remove label.positive");
        }
        if (task == Task.REGRESSION && (!classes.isEmpty() || positive != null)) {
            throw new IllegalArgumentException("label '" + field + "' is a value; it has no classes");
        }
        if (!classes.isEmpty() && !classes.values().stream().allMatch(name -> name != null && !name.isBlank())) {
            throw new IllegalArgumentException("a class of label '" + field + "' has no name; see label.classes");
        }
        requireClass(field, classes, "label.positive", positive);
        if (task != Task.REGRESSION && task != Task.BANDIT) {
            requireClass(field, classes, "label.otherwise", otherwise);
        } else if (otherwise != null) {
            requireValue(otherwise);
        }
        if (withinMillis < 0) {
            throw new IllegalArgumentException(
                    "a label cannot come within " + withinMillis + " ms; set label.within to 0 or more");
        }
        if (otherwise != null && withinMillis == 0) {
            throw new IllegalArgumentException("label.otherwise needs label.within: without it no label is waited for");
        }
        if (earlier != null && withinMillis == 0) {
            throw new IllegalArgumentException("label.of needs label.within: without it no label is waited for");
        }
        if (earlier != null && earlier.naming().fields().contains(field)) {
            throw new IllegalArgumentException(
                    "'" + field + "' is the label and cannot name the event that it belongs to; see label.of");
        }
    }

    /** No row carries the label of another event. */
    public Label(
            String field,
            Task task,
            Map<String, String> classes,
            String positive,
            long withinMillis,
            String otherwise,
            Action action) {
        this(field, task, classes, positive, withinMillis, otherwise, action, null);
    }

    /** Of anything but a bandit. */
    public Label(
            String field,
            Task task,
            Map<String, String> classes,
            String positive,
            long withinMillis,
            String otherwise) {
        this(field, task, classes, positive, withinMillis, otherwise, null, null);
    }

    private static void requireBandit(String field, Map<String, String> actions, String positive, Action action) {
        if (positive != null) {
            throw new IllegalArgumentException("a bandit has no positive class; remove label.positive");
        }
        if (field.equals(action.field()) || field.equals(action.propensity())) {
            throw new IllegalArgumentException(
                    "'" + field + "' is the reward; the action and its propensity need other" + " fields");
        }
        if (!actions.isEmpty() && actions.values().stream().distinct().count() < 2) {
            throw new IllegalArgumentException("a bandit chooses among two actions at least, got " + actions.values());
        }
    }

    private static void requireClass(String field, Map<String, String> classes, String key, String name) {
        if (name != null && !classes.isEmpty() && !classes.containsValue(name)) {
            throw new IllegalArgumentException(key + " names '" + name + "', which is no class of '" + field
                    + "'; the classes are " + classes.values());
        }
    }

    private static void requireValue(String text) {
        try {
            if (Double.isFinite(Double.parseDouble(text))) {
                return;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("label.otherwise must be a number, got '" + text + "'", e);
        }
        throw new IllegalArgumentException("label.otherwise must be finite, got " + text);
    }

    /**
     * Whether there may be no label at all, neither with the event nor later: for anomalies and clusters, under the usual
     * name.
     */
    public boolean isOptional() {
        return task == Task.ANOMALY && field.equals(ANOMALY_FIELD)
                || task == Task.CLUSTERING && field.equals(CLUSTER_FIELD);
    }

    /** Whether labels may come after their events. */
    public boolean isLate() {
        return withinMillis > 0;
    }

    /** Names of the classes if they are fixed, without repetition and in order; empty if the set is open. */
    public List<String> closedClasses() {
        return classes.values().stream().distinct().toList();
    }

    /** Whether the label is a number: a value, or the reward of an action. */
    public boolean isNumber() {
        return task == Task.REGRESSION || task == Task.BANDIT;
    }

    /** Fields beside the label that a model is asked without. */
    public List<String> decidedFields() {
        if (action == null) {
            return List.of();
        }
        return action.propensityField() == null
                ? List.of(action.field())
                : List.of(action.field(), action.propensityField());
    }

    /** The same, waited for so long, with nothing learned when it does not come. */
    public Label within(long millis) {
        return new Label(field, task, classes, positive, millis, null, action, earlier);
    }

    /** Part of a plan's fingerprint: without actions and earlier events as it was before there were any. */
    @Override
    public String toString() {
        return "Label[field=" + field + ", task=" + task + ", classes=" + classes + ", positive=" + positive
                + ", withinMillis=" + withinMillis + ", otherwise=" + otherwise
                + (action == null ? "" : ", action=" + action)
                + (earlier == null ? "" : ", earlier=" + earlier) + "]";
    }
}
