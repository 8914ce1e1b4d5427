package dev.millrace.ml.feature;

import java.util.List;
import java.util.Objects;

/**
 * The numbers of another feature with gaps filled and clipped, before they are scaled. Made by {@link FeatureSpec#clip}
 * and {@link FeatureSpec#missing}.
 */
public record Adjusted(FeatureSpec of, Clip clip, Missing missing) implements PlannedFeature {
    public Adjusted {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(missing, "missing");
        if (of instanceof Adjusted) {
            throw new IllegalArgumentException("a feature is adjusted once; give clip and missing together");
        }
        requireNumbers(of);
    }

    private static void requireNumbers(FeatureSpec spec) {
        try {
            spec.scale(spec.scale());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "only numbers are clipped or have gaps filled; remove clip and missing from this feature", e);
        }
    }

    @Override
    public Adjusted clip(double least, double most) {
        return new Adjusted(of, new Clip(least, most), missing);
    }

    @Override
    public Adjusted missing(Missing instead) {
        return new Adjusted(of, clip, instead);
    }

    @Override
    public Adjusted scale(Scale to) {
        return new Adjusted(of.scale(to), clip, missing);
    }

    @Override
    public Scale scale() {
        return of.scale();
    }

    @Override
    public boolean isOfAnySize() {
        return of.isOfAnySize();
    }

    @Override
    public boolean needsEventTime() {
        return of.needsEventTime();
    }

    @Override
    public List<String> fields() {
        return of.fields();
    }

    @Override
    public boolean readsNames() {
        return of.readsNames();
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        to.adjusted(clip, missing, () -> to.add(name, of));
    }
}
