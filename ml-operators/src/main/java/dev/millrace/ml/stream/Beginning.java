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
import dev.millrace.ml.learner.MadeOfMembers;
import dev.millrace.ml.learner.ModelFile;
import dev.millrace.ml.learner.linear.LinearModel;
import dev.millrace.ml.learner.linear.StartingModel;
import dev.millrace.stream.event.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets learners of a partition, and members of which they are made, start from models of another program ({@link StartingModel}), and what
 * they share with them: names of classes in the order of their letters behind those that the label closes, names of dictionaries, and how scaled
 * numbers are spread. What all learners share comes from the first that says something; weights of each are put in its terms. Used before the first
 * event of a partition that has no state; what is learned from then on is kept in checkpoints like all else. A file is read once, however many members
 * start from it. Threading: one caller.
 */
final class Beginning {
    private final LearningSpec spec;
    private final Features features;
    private final Encoders encoders;

    /** Null for a value. */
    private final Classes classes;

    private final Map<ModelFile, StartingModel> models = new LinkedHashMap<>();

    private Beginning(LearningSpec spec, Features features, Encoders encoders, Classes classes) {
        this.spec = spec;
        this.features = features;
        this.encoders = encoders;
        this.classes = classes;
    }

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
        Beginning beginning = new Beginning(spec, features, encoders, classes);
        for (int track = 0; track < learners.length; track++) {
            beginning.read(chosen(spec, track), learners[track]);
        }
        List<RawInput> inputs = features.inputs(encoders);
        for (int track = 0; track < learners.length; track++) {
            beginning.start(chosen(spec, track), learners[track], inputs);
        }
    }

    private static ChosenLearner chosen(LearningSpec spec, int track) {
        return track == 0 ? spec.learner() : spec.challengers().get(track - 1);
    }

    private static Learner withoutStage(Learner learner) {
        return learner instanceof CalibratedClassifier scores ? scores.inner() : learner;
    }

    /** Reads the models of a learner and its members, and takes over what all share. */
    private void read(ChosenLearner chosen, Learner learner) {
        chosen.start().filter(file -> !models.containsKey(file)).ifPresent(file -> {
            StartingModel model = StartingModel.read(file);
            models.put(file, model);
            refuseRareWords(model, file);
            share(model);
            if (model.isClassifier() != (classes != null)) {
                throw mistake(
                        file,
                        "tells " + (classes == null ? "classes" : "a value") + ", and the label '"
                                + spec.label().field() + "' is " + (classes == null ? "a value" : "a class")
                                + "; take a learner and a model of the same kind");
            }
            if (classes != null) {
                meet(model, file);
            }
        });
        if (withoutStage(learner) instanceof MadeOfMembers others) {
            others.made().forEach(member -> read(member.chosen(), member.learner()));
        }
    }

    /**
     * Starts a learner and its members.
     *
     * @return classes that any of them knows now; 0 of a value, and if none has a model
     */
    private int start(ChosenLearner chosen, Learner learner, List<RawInput> inputs) {
        if (learner instanceof CalibratedClassifier scores) {
            int known = start(chosen, scores.inner(), inputs);
            if (known > 0) {
                scores.begin(known);
            }
            return known;
        }
        if (chosen.start().isPresent()) {
            ModelFile file = chosen.start().get();
            StartingModel model = models.get(file);
            List<String> names = classes == null ? List.of() : names(model, file);
            ((LinearModel) learner)
                    .start(model.weights(names, inputs, features.layout().width()));
            return names.size();
        }
        int known = 0;
        if (learner instanceof MadeOfMembers others) {
            for (MadeOfMembers.Made member : others.made()) {
                known = Math.max(known, start(member.chosen(), member.learner(), inputs));
            }
            if (known > 0) {
                others.begin(known);
            }
        }
        return known;
    }

    private void share(StartingModel model) {
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
    private void meet(StartingModel model, ModelFile file) {
        boolean[] taken = new boolean[classes.size() + model.classes().size()];
        for (String name : model.classes()) {
            int id = classes.find(name);
            if (id == Classes.UNKNOWN) {
                throw mistake(
                        file,
                        "has a class '" + name + "', which label.classes closes out; there are " + classes.names()
                                + ". Name it there, or rename it to one of these");
            }
            if (id == classes.size()) {
                classes.add(name);
            }
            if (taken[id]) {
                throw mistake(
                        file,
                        "has two classes that label.classes calls '"
                                + classes.names().get(id) + "'; take a model that has one");
            }
            taken[id] = true;
        }
    }

    /** The model's classes by number: the first ones, for a class in between that nobody has learned would get scores. */
    private List<String> names(StartingModel model, ModelFile file) {
        String[] names = new String[classes.size()];
        model.classes().forEach(name -> names[classes.find(name)] = name);
        int count = model.classes().size();
        for (int id = 0; id < count; id++) {
            if (names[id] == null) {
                throw mistake(
                        file,
                        "does not know the class '" + classes.names().get(id)
                                + "', which stands before others that it knows; name it behind them in label.classes");
            }
        }
        return IntStream.range(0, count).mapToObj(id -> names[id]).toList();
    }

    /** How rare a word is was learned where the model was made, and is not in it. */
    private void refuseRareWords(StartingModel model, ModelFile file) {
        for (NamedFeature feature : spec.features()) {
            FeatureSpec of = feature.spec() instanceof Adjusted adjusted ? adjusted.of() : feature.spec();
            boolean rare = of instanceof TextTokens tokens && tokens.weight() == TextTokens.Weight.TF_IDF;
            if (rare && model.hasSlotsOf(feature.name())) {
                throw mistake(
                        file,
                        "weighs words of '" + feature.name()
                                + "' by how rare they were, which it does not say; take 'weight: count' or 'binary' there");
            }
        }
    }

    private static IllegalArgumentException mistake(ModelFile file, String what) {
        return new IllegalArgumentException("the model in '" + file.path() + "' " + what);
    }
}
