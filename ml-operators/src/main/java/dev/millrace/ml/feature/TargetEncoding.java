package dev.millrace.ml.feature;

import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.List;

/**
 * A category told by the labels that it had: the share of each class (or the mean value) among its earlier events whose
 * label is known, drawn towards that of all events while there are few. Never of the event at hand, and of late labels when
 * they come. One number for each class of a closed set, of two classes for the second only; one number for values.
 *
 * <p>(n·mean + smoothing·overall) ÷ (n + smoothing). A category that is missing, was never seen or found no room has the
 * overall share (mean); before any label that is 1 ÷ classes (missing). Source: Micci-Barreca, "A preprocessing scheme for
 * high-cardinality categorical attributes", SIGKDD Explorations 3 (2001). O(classes).
 *
 * @param smoothing how many events the overall share counts for
 * @param max categories that are told apart
 * @param expireMillis event time after which a category not seen any more is forgotten; 0 for never
 */
public record TargetEncoding(String field, double smoothing, int max, long expireMillis, Scale scale)
        implements PlannedFeature {
    public TargetEncoding {
        FeatureSpec.requireMax(max);
        FeatureSpec.requireExpiry(expireMillis);
        if (!(smoothing > 0 && smoothing < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the smoothing of a target encoding is above 0 and finite, got " + smoothing + "; set smoothing");
        }
    }

    /** Smoothed by ten events; up to 65536 categories, for ever; unscaled. */
    public TargetEncoding(String field) {
        this(field, 10, 1 << 16, 0, Scale.NONE);
    }

    public TargetEncoding smoothing(double events) {
        return new TargetEncoding(field, events, max, expireMillis, scale);
    }

    public TargetEncoding max(int categories) {
        return new TargetEncoding(field, smoothing, categories, expireMillis, scale);
    }

    public TargetEncoding expire(long millis) {
        return new TargetEncoding(field, smoothing, max, millis, scale);
    }

    @Override
    public TargetEncoding scale(Scale to) {
        return new TargetEncoding(field, smoothing, max, expireMillis, to);
    }

    @Override
    public List<String> fields() {
        return List.of(field);
    }

    @Override
    public boolean readsNames() {
        return true;
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        int text = to.text(to.nameableField(name, field));
        int carried = to.carried(1);
        boolean values = to.context().labelIsValue();
        List<String> classes = to.context().classes();
        if (!values && classes.isEmpty()) {
            throw new IllegalArgumentException("feature '" + name
                    + "' tells categories by the classes that they had and needs to know these; set label.classes");
        }
        int skipped = !values && classes.size() == 2 ? 1 : 0;
        List<String> attributes = values
                ? List.of(name)
                : classes.subList(skipped, classes.size()).stream()
                        .map(each -> name + '.' + each)
                        .toList();
        int slot = to.numbers(attributes, scale);
        int told = attributes.size();
        to.making(() -> new State(this, values ? 0 : classes.size(), told, slot, text, carried));
    }

    /** Labels counted (or summed) per category and over all. */
    private static final class State implements Encoding {
        private final double smoothing;

        /** 0 for values. */
        private final int classes;

        /** The last classes, as many as there are numbers for. */
        private final int told;

        private final int slot;
        private final int text;
        private final int carried;
        private final boolean expires;
        private final CategoryTable table;

        /** Count of each class; or how many values, and their sum. */
        private final double[] overall;

        State(TargetEncoding spec, int classes, int told, int slot, int text, int carried) {
            this.smoothing = spec.smoothing;
            this.classes = classes;
            this.told = told;
            this.slot = slot;
            this.text = text;
            this.carried = carried;
            this.expires = spec.expireMillis > 0;
            this.table = new CategoryTable(spec.max, spec.expireMillis);
            this.overall = new double[classes == 0 ? 2 : classes];
        }

        @Override
        public void encode(RawValues raw, FeatureVector x) {
            long hash = NameHash.of(raw.texts[text]);
            x.carried()[carried] = hash;
            double[] own = hash == 0 ? null : table.read(hash);
            if (classes == 0) {
                double mean = overall[1] / overall[0]; // NaN before any label
                raw.numbers[slot] = own == null ? mean : (own[2] + smoothing * mean) / (own[1] + smoothing);
                return;
            }
            double all = sum(overall, 0);
            double count = own == null ? 0 : sum(own, 1);
            for (int i = 0; i < told; i++) {
                int label = classes - told + i;
                double share = all == 0 ? 1.0 / classes : overall[label] / all;
                double mine = own == null ? 0 : own[1 + label];
                raw.numbers[slot + i] = (mine + smoothing * share) / (count + smoothing);
            }
        }

        private double sum(double[] counts, int from) {
            double sum = 0;
            for (int i = from; i < from + classes; i++) {
                sum += counts[i];
            }
            return sum;
        }

        @Override
        public void update(RawValues raw) {
            table.now(raw.timestampMillis);
            long hash = expires ? NameHash.of(raw.texts[text]) : 0;
            if (hash != 0 && table.read(hash) != null) {
                table.update(hash, overall.length);
            }
        }

        @Override
        public void updateLabel(FeatureVector x, int label) {
            overall[label]++;
            long hash = x.carried()[carried];
            double[] own = hash == 0 ? null : table.update(hash, overall.length);
            if (own != null) {
                own[1 + label]++;
            }
        }

        @Override
        public void updateLabel(FeatureVector x, double value) {
            overall[0]++;
            overall[1] += value;
            long hash = x.carried()[carried];
            double[] own = hash == 0 ? null : table.update(hash, overall.length);
            if (own != null) {
                own[1]++;
                own[2] += value;
            }
        }

        @Override
        public String whyApart() {
            return null;
        }

        @Override
        public void merge(List<? extends Encoding> parts) {
            for (Encoding part : parts) {
                for (int i = 0; i < overall.length; i++) {
                    overall[i] += ((State) part).overall[i];
                }
            }
            table.merge(parts.stream().map(part -> ((State) part).table).toList());
        }

        @Override
        public void snapshot(StateWriter out) {
            out.writeDoubles(overall);
            table.snapshot(out);
        }

        @Override
        public void restore(StateReader in) {
            double[] stored = in.readDoubles();
            if (stored.length != overall.length) {
                throw new BadState("labels of " + stored.length + " kinds cannot be read as " + overall.length);
            }
            System.arraycopy(stored, 0, overall, 0, overall.length);
            table.restore(in);
        }
    }
}
