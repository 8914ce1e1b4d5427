package dev.millrace.ml.learner.bayes;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import java.util.Arrays;

/** Some of a layout's attributes, as plain arrays for inner loops. Immutable, shared by all who look at the same ones. */
public final class AttributeChoice {
    final int[] numberSlots;
    final int[] categorySlots;

    /** Place among the chosen of each number, by slot; −1 if it is not chosen. */
    final int[] numberPositions;

    /** Place among the chosen of each category, by slot; −1 if it is not chosen. */
    final int[] categoryPositions;

    /** Where the codes of each chosen category begin, one after the other; one more entry for the end. */
    final int[] offsets;

    private final int[] attributes;

    private AttributeChoice(Layout layout, int[] attributes) {
        this.attributes = attributes;
        numberSlots = slots(layout, Attribute.Kind.NUMBER);
        categorySlots = slots(layout, Attribute.Kind.CATEGORY);
        numberPositions = positions(numberSlots, layout.numbers().size());
        categoryPositions = positions(categorySlots, layout.categories().size());
        offsets = new int[categorySlots.length + 1];
        for (int j = 0; j < categorySlots.length; j++) {
            offsets[j + 1] =
                    offsets[j] + layout.categories().get(categorySlots[j]).width();
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

    /** Whether an attribute is among the chosen. */
    public boolean has(Attribute attribute) {
        return switch (attribute.kind()) {
            case NUMBER -> numberPositions[attribute.slot()] >= 0;
            case CATEGORY -> categoryPositions[attribute.slot()] >= 0;
            case HASHED -> false;
        };
    }
}
