package dev.millrace.ml.learner.tree;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.Layout;
import dev.millrace.ml.learner.bayes.AttributeChoice;
import dev.millrace.ml.learner.bayes.ClassConditionals;
import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.StateReader;
import java.util.Arrays;

/**
 * What statistics in a snapshot of a tree were about, and what they are about now that features may have been appended: those over
 * all attributes are over the new ones, too; those over some get each new one with the chance that the others had.
 */
final class StoredAttributes {
    private final Layout layout;

    /** The usual choice, to be shared, and those of it that the snapshot knew. */
    private final AttributeChoice all;

    private final int[] allBefore;
    private final int before;
    private final int numbers;
    private final int categories;

    /** Of leaves that look at some attributes only. */
    private final Random64 random;

    /** @param before the snapshot's layout */
    StoredAttributes(Layout layout, AttributeChoice all, Layout before, Random64 random) {
        this.layout = layout;
        this.all = all;
        this.before = before.attributes().size();
        this.numbers = before.numbers().size();
        this.categories = before.categories().size();
        this.allBefore =
                Arrays.stream(all.attributes()).filter(a -> a < this.before).toArray();
        this.random = random;
    }

    Layout layout() {
        return layout;
    }

    /** Attributes of the snapshot's layout. */
    int before() {
        return before;
    }

    /** Numbers of the snapshot's layout. */
    int numbers() {
        return numbers;
    }

    /** Categories of the snapshot's layout. */
    int categories() {
        return categories;
    }

    /** The usual choice, as it is now. */
    AttributeChoice all() {
        return all;
    }

    /** What was a choice of these. */
    AttributeChoice of(int[] stored) {
        return Arrays.equals(stored, allBefore)
                ? all
                : AttributeChoice.of(layout, stored).grown(layout, before, random);
    }

    /** Reads statistics over these attributes. */
    ClassConditionals read(StateReader in, int[] stored, int format) {
        ClassConditionals read = new ClassConditionals(of(stored));
        read.restore(in, format, count(stored, Attribute.Kind.NUMBER), count(stored, Attribute.Kind.CATEGORY));
        return read;
    }

    /** Reads statistics over all attributes. */
    ClassConditionals readAll(StateReader in, int format) {
        return read(in, allBefore, format);
    }

    private int count(int[] attributes, Attribute.Kind kind) {
        return (int) Arrays.stream(attributes)
                .filter(a -> layout.attributes().get(a).kind() == kind)
                .count();
    }
}
