package dev.millrace.ml.feature;

import dev.millrace.stream.event.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * All products of 2 to {@code degree} of a few numbers, with repetition: of a and b to degree 2 they are a·a, a·b and b·b.
 * The numbers themselves are features of their own. A product with a missing factor is missing, one that overflows too.
 * O(products), of which there are 4096 at most; no state.
 */
public record Polynomial(List<String> fields, int degree, Scale scale) implements PlannedFeature {
    private static final int MOST = 4_096;

    public Polynomial {
        fields = List.copyOf(fields);
        if (fields.isEmpty() || fields.stream().distinct().count() != fields.size()) {
            throw new IllegalArgumentException("a polynomial needs one or more different fields, got " + fields);
        }
        if (degree < 2 || degree > 5) {
            throw new IllegalArgumentException("a polynomial has degree 2 to 5, got " + degree + "; set degree");
        }
        double products = 1;
        for (int i = 1; i <= degree; i++) {
            products = products * (fields.size() + i) / i;
        }
        if (products > MOST) {
            throw new IllegalArgumentException("a polynomial of " + fields.size() + " fields to degree " + degree
                    + " has more than " + MOST + " products; name fewer fields or lower the degree");
        }
    }

    /** Degree 2, unscaled. */
    public Polynomial(List<String> fields) {
        this(fields, 2, Scale.NONE);
    }

    public Polynomial degree(int most) {
        return new Polynomial(fields, most, scale);
    }

    @Override
    public boolean isOfAnySize() {
        return true;
    }

    @Override
    public Polynomial scale(Scale to) {
        return new Polynomial(fields, degree, to);
    }

    @Override
    public void plan(String name, FeatureCompiler to) {
        Field[] factors =
                fields.stream().map(field -> to.numericField(name, field)).toArray(Field[]::new);
        List<int[]> products = new ArrayList<>();
        for (int size = 2; size <= degree; size++) {
            collect(new int[size], 0, products);
        }
        List<String> names =
                products.stream().map(product -> name + '.' + text(product)).toList();
        int slot = to.numbers(names, scale);
        to.reading((row, timestampMillis, raw) -> {
            for (int i = 0; i < products.size(); i++) {
                double value = 1;
                for (int factor : products.get(i)) {
                    value *= row.numeric(factors[factor]);
                }
                raw.numbers[slot + i] = Double.isInfinite(value) ? Double.NaN : value;
            }
        });
    }

    private void collect(int[] product, int filled, List<int[]> into) {
        if (filled == product.length) {
            into.add(product.clone());
            return;
        }
        for (int factor = filled == 0 ? 0 : product[filled - 1]; factor < fields.size(); factor++) {
            product[filled] = factor;
            collect(product, filled + 1, into);
        }
    }

    private String text(int[] product) {
        StringBuilder text = new StringBuilder();
        for (int factor : product) {
            text.append(text.isEmpty() ? "" : "*").append(fields.get(factor));
        }
        return text.toString();
    }
}
