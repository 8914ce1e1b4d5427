package dev.millrace.ml.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The attributes of a vector and the coordinates that they own in a linear model, laid out when the plan is built.
 *
 * <p>Attributes keep the order in which they were added; an index is never given to another attribute. The number at slot
 * i of {@link FeatureVector#numbers} has the coordinate {@link #numberStart}{@code (i)}. Immutable.
 */
public final class Layout {
    private final List<Attribute> attributes;
    private final List<Attribute> numbers;
    private final List<Attribute> categories;
    private final int hashedAttributes;
    private final int width;
    private final int carried;

    private Layout(List<Attribute> attributes, int width, int carried) {
        this.attributes = List.copyOf(attributes);
        this.numbers = attributes.stream()
                .filter(a -> a.kind() == Attribute.Kind.NUMBER)
                .toList();
        this.categories = attributes.stream()
                .filter(a -> a.kind() == Attribute.Kind.CATEGORY)
                .toList();
        this.hashedAttributes = attributes.size() - numbers.size() - categories.size();
        this.width = width;
        this.carried = carried;
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    /** Attributes of kind NUMBER, by slot. */
    public List<Attribute> numbers() {
        return numbers;
    }

    /** Attributes of kind CATEGORY, by slot. */
    public List<Attribute> categories() {
        return categories;
    }

    public int hashedAttributes() {
        return hashedAttributes;
    }

    /** First coordinate of the number at a slot. */
    public int numberStart(int slot) {
        return numbers.get(slot).start();
    }

    /** First coordinate of the category at a slot. */
    public int categoryStart(int slot) {
        return categories.get(slot).start();
    }

    /** Coordinates of a linear model over this layout, without an intercept. */
    public int width() {
        return width;
    }

    /** Places of {@link FeatureVector#carried}: what features want back with the label; nothing for learners. */
    public int carried() {
        return carried;
    }

    /** Whether another layout has the attributes of this one, at the same places, and perhaps more behind them. */
    public boolean isPrefixOf(Layout other) {
        int size = attributes.size();
        return size <= other.attributes.size() && attributes.equals(other.attributes.subList(0, size));
    }

    /** The layout of the first attributes alone: what it was before the others were appended. Nothing is carried. */
    public Layout first(int count) {
        List<Attribute> those = attributes.subList(0, count);
        return new Layout(those, those.stream().mapToInt(Attribute::width).sum(), 0);
    }

    /** Collects attributes in order. */
    public static final class Builder {
        private final List<Attribute> attributes = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int numbers;
        private int categories;
        private int width;
        private int carried;

        private Builder() {}

        public Attribute number(String name) {
            return add(new Attribute(name, Attribute.Kind.NUMBER, numbers++, width, 1));
        }

        /** A category with that many codes, the one for "other" included. */
        public Attribute category(String name, int codes) {
            return add(new Attribute(name, Attribute.Kind.CATEGORY, categories++, width, codes));
        }

        public Attribute hashed(String name, int bits) {
            if (bits < 1 || bits > 28) {
                throw new IllegalArgumentException(
                        "feature '" + name + "' can be hashed into 1 to 28 bits, got " + bits + "; set hash");
            }
            return add(new Attribute(name, Attribute.Kind.HASHED, -1, width, 1 << bits));
        }

        /** Places among what is carried; the first of them. */
        public int carried(int count) {
            carried += count;
            return carried - count;
        }

        int numberSlots() {
            return numbers;
        }

        int categorySlots() {
            return categories;
        }

        private Attribute add(Attribute attribute) {
            if (!names.add(attribute.name())) {
                throw new IllegalArgumentException("two features are named '" + attribute.name() + "'");
            }
            width = Math.addExact(width, attribute.width());
            attributes.add(attribute);
            return attribute;
        }

        public Layout build() {
            return new Layout(attributes, width, carried);
        }
    }
}
