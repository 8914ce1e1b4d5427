package dev.millrace.ml.feature;

import java.util.Arrays;

/**
 * Where the attributes of one partition's model stand in the model that it is merged into: codes by the names that they stand
 * for, never by their number, and numbers by what they were before they were scaled. Hashed coordinates and features in
 * the same layout stand at the same place everywhere. Made by {@link Features#merge}; immutable from then on.
 */
public final class Alignment {
    /** A code that stands for no name. */
    public static final int NOWHERE = -1;

    private final Layout layout;

    /** Merged codes by slot and own code; null where codes are the same. */
    private final int[][] codes;

    private final double[] factors;
    private final double[] offsets;
    private boolean rescaled;

    /** Everything stands where it stood. */
    public Alignment(Layout layout) {
        this.layout = layout;
        this.codes = new int[layout.categories().size()][];
        this.factors = new double[layout.numbers().size()];
        this.offsets = new double[layout.numbers().size()];
        Arrays.fill(factors, 1);
    }

    /** Codes of a category from 0 on get others; those beyond stand for no name, but for the last, which is "other". */
    void renumber(int slot, int[] merged) {
        int width = layout.categories().get(slot).width();
        int[] all = Arrays.copyOf(merged, width);
        Arrays.fill(all, merged.length, width, NOWHERE);
        all[width - 1] = width - 1;
        codes[slot] = all;
    }

    /**
     * A number was scaled to (x − centre) ÷ deviation by the partition and is by the merged model.
     *
     * @param ownDeviation 0 if all that the partition saw was equal, NaN if it saw none
     * @param deviation 0 if all that anybody saw was equal
     */
    void rescale(int slot, double ownCentre, double ownDeviation, double centre, double deviation) {
        rescaled = true;
        if (deviation == 0) {
            return; // whatever the number, it was 0 and is 0
        }
        double factor = ownDeviation / deviation;
        double offset = (ownCentre - centre) / deviation;
        boolean usable = Double.isFinite(factor) && Double.isFinite(offset);
        factors[slot] = usable ? factor : 0;
        offsets[slot] = usable ? offset : 0;
    }

    public Layout layout() {
        return layout;
    }

    /** The merged code of a category's own code; {@link #NOWHERE} if it stands for no name. */
    public int code(int slot, int own) {
        return codes[slot] == null ? own : codes[slot][own];
    }

    /** Whether any number is scaled in another way than it was. */
    public boolean isRescaled() {
        return rescaled;
    }

    /** The merged number is {@code factor · own + offset}; 0 if the partition's numbers were all equal, or none. */
    public double factor(int slot) {
        return factors[slot];
    }

    /** See {@link #factor}. */
    public double offset(int slot) {
        return offsets[slot];
    }

    /** The merged coordinate of each own coordinate of the layout; {@link #NOWHERE} for codes that stand for no name. */
    public int[] coordinates() {
        int[] merged = new int[layout.width()];
        Arrays.setAll(merged, c -> c);
        for (Attribute category : layout.categories()) {
            for (int code = 0; code < category.width(); code++) {
                int to = code(category.slot(), code);
                merged[category.start() + code] = to == NOWHERE ? NOWHERE : category.start() + to;
            }
        }
        return merged;
    }
}
