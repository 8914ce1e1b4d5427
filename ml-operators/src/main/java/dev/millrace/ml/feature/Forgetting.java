package dev.millrace.ml.feature;

/**
 * Forgets quiet keys, so that lookups do not grow for ever: a key whose newest event lies further behind the watermark than
 * this is as one that was never seen, for all lags, windows, differences and times since. It makes no attribute itself.
 * Without it keys are kept for ever. See {@link Lookups} for when the memory is given back.
 *
 * @param forgetMillis event time, longer than the longest window
 */
public record Forgetting(long forgetMillis) implements PlannedFeature {
    public Forgetting {
        if (forgetMillis <= 0) {
            throw new IllegalArgumentException(
                    "a quiet key is forgotten after 1 ms or more, got " + forgetMillis + " ms; set forget");
        }
    }

    @Override
    public boolean needsEventTime() {
        return true;
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        if (to.facts().forgetMillis != 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' says once more after what time quiet keys are forgotten; say it once");
        }
        to.facts().forgetMillis = forgetMillis;
    }
}
