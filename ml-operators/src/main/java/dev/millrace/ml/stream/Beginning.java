package dev.millrace.ml.stream;

import dev.millrace.ml.feature.Adjusted;
import dev.millrace.ml.feature.Encoders;
import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.Features;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.RawInput;
import dev.millrace.ml.feature.TextTokens;
import dev.millrace.ml.learner.CalibratedClassifier;
import dev.millrace.ml.learner.ChosenLearner;
import dev.millrace.ml.learner.Learner;
import dev.millrace.ml.learner.LearnerProvider.Task;
import dev.millrace.ml.learner.linear.LinearModel;
import dev.millrace.ml.learner.linear.StartingModel;
import dev.millrace.stream.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets learners of a partition start from models of another program ({@link StartingModel}), and what they share with them: names of
 * classes in the order of their letters behind those that the label closes, names of dictionaries, and how scaled numbers are spread. What all
 * learners share comes from the first that says something; weights of each are put in its terms. Used before the first event of a partition that has
 * no state; what is learned from then on is kept in checkpoints like all else. Pure functions on what they are given.
 */
final class Beginning {
    private Beginning() {}

    /** Tries it, on parts of its own. */
    static void require(LearningSpec spec, Schema schema) {
        Features features = Fitting.features(spec, schema);
        Classes classes = spec.label().task() == Task.REGRESSION ? null : new Classes(spec.label());
        Learner[] learners = Stream.concat(Stream.of(spec.learner()), spec.challengers().stream())
                .map(chosen -> chosen.create(features.layout(), 0))
                .toArray(Learner[]::new);
        begin(spec, features, features.newEncoders(), classes, learners);
    }

    /**
     * Begins.
     *
     * @param encoders that have seen nothing
     * @param classes null for a value
     * @param learners the learner and its challengers, who have learned nothing
     * @throws IllegalArgumentException if a model cannot be read or does not fit, saying where and what to do
     */
    static void begin(LearningSpec spec, Features features, Encoders encoders, Classes classes, Learner[] learners) {
        List<StartingModel> models = new ArrayList<>();
        for (int track = 0; track < learners.length; track++) {
            Optional<StartingModel> model = chosen(spec, track).start().map(StartingModel::read);
            models.add(model.orElse(null));
            if (model.isPresent()) {
                refuseRareWords(spec, model.get(), chosen(spec, track));
                share(model.get(), features, encoders);
                if (model.get().isClassifier() != (classes != null)) {
                    throw mistake(
                            spec,
                            track,
                            "tells " + (classes == null ? "classes" : "a value") + ", and the label '"
                                    + spec.label().field() + "' is " + (classes == null ? "a value" : "a class")
                                    + "; take a learner and a model of the same kind");
                }
                if (classes != null) {
                    meet(model.get(), classes, spec, track);
                }
            }
        }
        List<RawInput> inputs = features.inputs(encoders);
        int width = features.layout().width();
        for (int track = 0; track < learners.length; track++) {
            if (models.get(track) != null) {
                List<String> names = classes == null ? List.of() : names(models.get(track), classes, spec, track);
                linear(learners[track], names.size()).start(models.get(track).weights(names, inputs, width));
            }
        }
    }

    private static ChosenLearner chosen(LearningSpec spec, int track) {
        return track == 0 ? spec.learner() : spec.challengers().get(track - 1);
    }

    private static LinearModel linear(Learner learner, int classes) {
        return (LinearModel) (learner instanceof CalibratedClassifier scores ? scores.begin(classes) : learner);
    }

    private static void share(StartingModel model, Features features, Encoders encoders) {
        for (RawInput own : features.inputs(encoders)) {
            boolean isNew =
                    own instanceof RawInput.Names || own instanceof RawInput.Standard number && number.count() == 0;
            RawInput known = isNew ? model.known(own) : own;
            if (known != own) {
                encoders.begin(known);
            }
        }
    }

    /** Puts the classes of a model among those of the label. */
    private static void meet(StartingModel model, Classes classes, LearningSpec spec, int track) {
        boolean[] taken = new boolean[classes.size() + model.classes().size()];
        for (String name : model.classes()) {
            int id = classes.find(name);
            if (id == Classes.UNKNOWN) {
                throw mistake(
                        spec,
                        track,
                        "has a class '" + name + "', which label.classes closes out; there are " + classes.names()
                                + ". Name it there, or rename it to one of these");
            }
            if (id == classes.size()) {
                classes.add(name);
            }
            if (taken[id]) {
                throw mistake(
                        spec,
                        track,
                        "has two classes that label.classes calls '"
                                + classes.names().get(id) + "'; take a model that has one");
            }
            taken[id] = true;
        }
    }

    /** The model's classes by number: the first ones, for a class in between that nobody has learned would get scores. */
    private static List<String> names(StartingModel model, Classes classes, LearningSpec spec, int track) {
        String[] names = new String[classes.size()];
        model.classes().forEach(name -> names[classes.find(name)] = name);
        int count = model.classes().size();
        for (int id = 0; id < count; id++) {
            if (names[id] == null) {
                throw mistake(
                        spec,
                        track,
                        "does not know the class '" + classes.names().get(id)
                                + "', which stands before others that it knows; name it behind them in label.classes");
            }
        }
        return IntStream.range(0, count).mapToObj(id -> names[id]).toList();
    }

    /** How rare a word is was learned where the model was made, and is not in it. */
    private static void refuseRareWords(LearningSpec spec, StartingModel model, ChosenLearner chosen) {
        for (NamedFeature feature : spec.features()) {
            FeatureSpec of = feature.spec() instanceof Adjusted adjusted ? adjusted.of() : feature.spec();
            boolean rare = of instanceof TextTokens tokens && tokens.weight() == TextTokens.Weight.TF_IDF;
            if (rare && model.hasSlotsOf(feature.name())) {
                throw new IllegalArgumentException("the model in '"
                        + chosen.start().orElseThrow().path() + "' weighs words of '" + feature.name()
                        + "' by how rare they were, which it does not say; take 'weight: count' or 'binary' there");
            }
        }
    }

    private static IllegalArgumentException mistake(LearningSpec spec, int track, String what) {
        return new IllegalArgumentException(
                "the model in '" + chosen(spec, track).start().orElseThrow().path() + "' " + what);
    }
}
