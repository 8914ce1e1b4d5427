package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Some of a layout's attributes, as plain arrays for inner loops, and how their statistics are laid out. Shared by all who
 * look at the same ones in one learner; immutable but for how much room new statistics start with and for rows that nobody needs
 * any more, kept for new statistics: no result depends on either. Learning only by one thread.
 *
 * <p>A row of statistics of one class is laid out so: 0 the logarithm of the heights of the normal distributions; from 1 mean
 * and half precision of each number; from {@code scalesAt} a scale per category; from {@code learnAt} weight, sum of squares,
 * lowest and highest of each number; from {@code totalsAt} weight and codes of each category; from {@code countsAt} counts.
 */
public final class AttributeChoice {
    final int[] numberSlots;
    final int[] categorySlots;

    /** Place among the chosen of each number, by slot; −1 if it is not chosen. */
    final int[] numberPositions;

    /** Place among the chosen of each category, by slot; −1 if it is not chosen. */
    final int[] categoryPositions;

    /** Codes that each chosen category may have. */
    final int[] widths;

    final int scalesAt;
    final int learnAt;
    final int totalsAt;
    final int countsAt;

    /** Where each category's counts begin in a new row; one more entry for the end. As wide as any that has been needed. */
    int[] startingOffsets;

    /** Doubles in rows that are kept: a megabyte, of which a tree that grows and loses branches all the time takes what it needs. */
    private static final int MOST_SPARE = 1 << 17;

    /** Rows of zeros. */
    private final ArrayDeque<double[]> spare = new ArrayDeque<>();

    private int spareLength;

    private final int[] attributes;
    private final boolean isAll;

    private AttributeChoice(Layout layout, int[] attributes) {
        this.attributes = attributes;
        isAll = attributes.length == layout.attributes().size();
        numberSlots = slots(layout, Attribute.Kind.NUMBER);
        categorySlots = slots(layout, Attribute.Kind.CATEGORY);
        numberPositions = positions(numberSlots, layout.numbers().size());
        categoryPositions = positions(categorySlots, layout.categories().size());
        widths = new int[categorySlots.length];
        startingOffsets = new int[categorySlots.length + 1];
        for (int j = 0; j < categorySlots.length; j++) {
            widths[j] = layout.categories().get(categorySlots[j]).width();
            startingOffsets[j + 1] = startingOffsets[j] + Math.min(2, widths[j]);
        }
        scalesAt = 1 + 2 * numberSlots.length;
        learnAt = scalesAt + categorySlots.length;
        totalsAt = learnAt + 4 * numberSlots.length;
        countsAt = totalsAt + 2 * categorySlots.length;
    }

    /** Next time, statistics start with that much room, if it is more. */
    void remember(int[] offsets) {
        int[] wider = new int[offsets.length];
        for (int j = 0; j < widths.length; j++) {
            int width = Math.max(offsets[j + 1] - offsets[j], startingOffsets[j + 1] - startingOffsets[j]);
            wider[j + 1] = wider[j] + width;
        }
        startingOffsets = wider;
    }

    /** A row of zeros, if need be one that was given back. */
    double[] row(int length) {
        while (!spare.isEmpty()) {
            double[] row = spare.poll();
            spareLength -= row.length;
            if (row.length == length) { // others are of a time when categories had shown fewer codes
                return row;
            }
        }
        return new double[length];
    }

    /** Takes a row that nobody needs any more. */
    void giveBack(double[] row) {
        if (spareLength + row.length <= MOST_SPARE) {
            Arrays.fill(row, 0);
            spare.add(row);
            spareLength += row.length;
        }
    }

    /** Every attribute. */
    public static AttributeChoice all(Layout layout) {
        int[] attributes = new int[layout.attributes().size()];
        Arrays.setAll(attributes, a -> a);
        return new AttributeChoice(layout, attributes);
    }

    /** The attributes with these indices in the layout, ascending. */
    public static AttributeChoice of(Layout layout, int[] attributes) {
        for (int i = 0; i < attributes.length; i++) {
            if (attributes[i] < (i == 0 ? 0 : attributes[i - 1] + 1)
                    || attributes[i] >= layout.attributes().size()) {
                throw new BadState("attributes " + Arrays.toString(attributes) + " of "
                        + layout.attributes().size() + "; the snapshot belongs to other features");
            }
        }
        return new AttributeChoice(layout, attributes.clone());
    }

    /** That many attributes by chance; all if there are fewer. */
    public static AttributeChoice random(Layout layout, int count, Random64 random) {
        int[] shuffled = new int[layout.attributes().size()];
        Arrays.setAll(shuffled, a -> a);
        int chosen = Math.min(count, shuffled.length);
        for (int i = 0; i < chosen; i++) {
            int j = i + random.nextInt(shuffled.length - i);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        int[] attributes = Arrays.copyOf(shuffled, chosen);
        Arrays.sort(attributes);
        return new AttributeChoice(layout, attributes);
    }

    /**
     * These attributes, and each of those that were appended to the layout with the chance that an attribute had to be among
     * these.
     *
     * @param before attributes of the layout when this was chosen
     */
    public AttributeChoice grown(Layout layout, int before, Random64 random) {
        int added = 0;
        int[] grown = Arrays.copyOf(
                attributes, attributes.length + layout.attributes().size() - before);
        for (int a = before; a < layout.attributes().size(); a++) {
            if (attributes.length == before || random.nextDouble() * before < attributes.length) {
                grown[attributes.length + added++] = a;
            }
        }
        return added == 0 ? this : new AttributeChoice(layout, Arrays.copyOf(grown, attributes.length + added));
    }

    private int[] slots(Layout layout, Attribute.Kind kind) {
        return Arrays.stream(attributes)
                .mapToObj(a -> layout.attributes().get(a))
                .filter(a -> a.kind() == kind)
                .mapToInt(Attribute::slot)
                .toArray();
    }

    private static int[] positions(int[] slots, int count) {
        int[] positions = new int[count];
        Arrays.fill(positions, -1);
        for (int i = 0; i < slots.length; i++) {
            positions[slots[i]] = i;
        }
        return positions;
    }

    /** Indices in the layout, ascending; a copy. */
    public int[] attributes() {
        return attributes.clone();
    }

    /** Whether it leaves none out. */
    public boolean isAll() {
        return isAll;
    }

    /** Slots of the chosen numbers, ascending: to be read only. */
    public int[] numberSlots() {
        return numberSlots;
    }

    /** Slots of the chosen categories, ascending: to be read only. */
    public int[] categorySlots() {
        return categorySlots;
    }

    /** Whether an attribute is among the chosen. */
    public boolean has(Attribute attribute) {
        return switch (attribute.kind()) {
            case NUMBER -> numberPositions[attribute.slot()] >= 0;
            case CATEGORY -> categoryPositions[attribute.slot()] >= 0;
            case HASHED -> false;
        };
    }
}
