package dev.millrace.cli.plan;

import dev.millrace.ml.feature.FeatureSpec;
import dev.millrace.ml.feature.NamedFeature;
import dev.millrace.ml.feature.Scale;
import dev.millrace.ml.feature.SparseTokens;
import dev.millrace.stream.event.Field;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The features of a pipeline that spells none out: each field that nothing else uses, as it is. */
final class AutomaticFeatures {
    private AutomaticFeatures() {}

    /**
     * Numbers as numbers, truths as categories, texts as {@link TextFields} says; times are left out.
     *
     * @param used fields that are something else: label, time, key, weight, and those that were dropped
     * @param sparse text fields of tokens, which are hashed
     * @param texts what becomes of the other texts
     * @param scaled whether numbers are scaled, for learners that want it
     */
    static List<NamedFeature> of(
            Schema schema, Set<String> used, Set<String> sparse, TextFields texts, boolean scaled) {
        List<NamedFeature> features = new ArrayList<>();
        List<NamedFeature> lastResort = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (used.contains(field.name())) {
                continue;
            }
            if (sparse.contains(field.name()) && field.type() == FieldType.TEXT) {
                features.add(new NamedFeature(field.name(), new SparseTokens(field.name())));
            } else {
                switch (field.type()) {
                    case NUMBER, INTEGER ->
                        features.add(new NamedFeature(
                                field.name(),
                                new FeatureSpec.Numeric(field.name(), scaled ? Scale.STANDARD : Scale.NONE)));
                    case TEXT ->
                        texts.feature(field)
                                .ifPresentOrElse(
                                        features::add,
                                        () -> lastResort.add(
                                                new NamedFeature(field.name(), TextFields.characters(field.name()))));
                    case BOOLEAN ->
                        features.add(new NamedFeature(
                                field.name(), new FeatureSpec.Category(field.name(), FeatureSpec.Category.MAX)));
                    case TIME -> {} // a moment never comes again: nothing to learn from as it is
                }
            }
        }
        return features.isEmpty() ? lastResort : features;
    }
}
