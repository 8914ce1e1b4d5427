package dev.millrace.datasets.generator;

import dev.millrace.stream.event.Row;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.random.Random64;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers, uniform in [0, 1), and categories, each value equally likely; a tree that is drawn from the seed says which
 * class a record has. O(numbers + categories + depth) a record.
 *
 * <p>Source: Domingos and Hulten, "Mining high-speed data streams", KDD 2000.
 */
final class RandomTree implements StreamKind<RandomTree.Shape> {
    private static final int MOST_NODES = 1 << 20;

    /**
     * @param classes how many classes
     * @param numbers how many numbers
     * @param categories how many categories
     * @param values how many values a category has
     * @param depth levels of splits at most
     * @param firstLeaf the level from which on a node may be a leaf
     * @param leafShare probability that such a node is one
     */
    public record Shape(
            int classes, int numbers, int categories, int values, int depth, int firstLeaf, double leafShare) {
        public Shape {
            if (classes < 2 || classes > 1_000) {
                throw new IllegalArgumentException("random-tree has 2 … 1000 classes, got " + classes);
            }
            if (numbers < 0 || categories < 0 || numbers + categories < 1 || numbers + categories > 10_000) {
                throw new IllegalArgumentException("random-tree has 1 … 10000 numbers and categories together, got "
                        + numbers + " and " + categories);
            }
            if (values < 2 || values > 100) {
                throw new IllegalArgumentException("a category has 2 … 100 values, got " + values);
            }
            if (depth < 1 || depth > 20) {
                throw new IllegalArgumentException("random-tree is 1 … 20 levels deep, got " + depth);
            }
            if (firstLeaf < 0) {
                throw new IllegalArgumentException("first-leaf is a level, 0 or more, got " + firstLeaf);
            }
            if (!(leafShare >= 0 && leafShare <= 1)) {
                throw new IllegalArgumentException("leaf-share is a probability, 0 … 1, got " + leafShare);
            }
        }
    }

    @Override
    public String name() {
        return "random-tree";
    }

    @Override
    public String summary() {
        return "numbers and categories; a tree drawn from the seed says the class";
    }

    @Override
    public String paper() {
        return "Domingos and Hulten, \"Mining high-speed data streams\", KDD 2000";
    }

    @Override
    public Shape defaults() {
        return new Shape(2, 5, 5, 5, 5, 3, 0.15);
    }

    @Override
    public Schema schema(Shape shape) {
        Schema.Builder schema = Schema.builder();
        for (int i = 1; i <= shape.categories(); i++) {
            schema.text("nominal" + i);
        }
        for (int i = 1; i <= shape.numbers(); i++) {
            schema.number("numeric" + i);
        }
        return schema.text("class").build();
    }

    @Override
    public List<String> classes(Shape shape) {
        List<String> classes = new ArrayList<>();
        for (int i = 1; i <= shape.classes(); i++) {
            classes.add("class" + i);
        }
        return List.copyOf(classes);
    }

    @Override
    public Concepts concepts() {
        return Concepts.drawn("tree");
    }

    @Override
    public Concept concept(Shape shape, int number, long seed) {
        String[] names = new String[shape.values()];
        for (int i = 0; i < names.length; i++) {
            names[i] = "value" + (i + 1);
        }
        Node root = new Growing(shape, new Random64(Random64.seedOf(seed, "tree", number))).grow();
        int[] chosen = new int[shape.categories()];
        return (index, random, row) -> {
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = random.nextInt(names.length);
                row.setText(i, names[chosen[i]]);
            }
            for (int i = 0; i < shape.numbers(); i++) {
                row.setNumber(i, random.nextDouble());
            }
            return leaf(root, row, chosen).number;
        };
    }

    private static Node leaf(Node root, Row row, int[] chosen) {
        Node node = root;
        while (node.children != null) {
            int branch = node.number < chosen.length
                    ? chosen[node.number]
                    : row.number(node.number - chosen.length) < node.threshold ? 0 : 1;
            node = node.children[branch];
        }
        return node;
    }

    /**
     * A split or a leaf.
     *
     * @param number of the class at a leaf, of the attribute at a split: categories first, then numbers
     * @param threshold of a number
     * @param children null at a leaf
     */
    private record Node(int number, double threshold, Node[] children) {}

    /** Grows a tree; numbers may be split again and again within what is left of them, categories once on a path. */
    private static final class Growing {
        private final Shape shape;
        private final Random64 random;
        private int nodes;

        Growing(Shape shape, Random64 random) {
            this.shape = shape;
            this.random = random;
        }

        Node grow() {
            List<Integer> attributes = new ArrayList<>();
            for (int i = 0; i < shape.categories() + shape.numbers(); i++) {
                attributes.add(i);
            }
            double[] least = new double[shape.numbers()];
            double[] most = new double[shape.numbers()];
            java.util.Arrays.fill(most, 1);
            return grow(0, attributes, least, most);
        }

        private Node grow(int level, List<Integer> attributes, double[] least, double[] most) {
            if (++nodes > MOST_NODES) {
                throw new IllegalArgumentException("a tree of " + shape.depth() + " levels and " + shape.values()
                        + " values has more than " + MOST_NODES + " nodes; set depth or values lower");
            }
            boolean leaf = level >= shape.depth()
                    || attributes.isEmpty()
                    || level >= shape.firstLeaf() && random.nextDouble() < shape.leafShare();
            if (leaf) {
                return new Node(random.nextInt(shape.classes()), 0, null);
            }
            int attribute = attributes.get(random.nextInt(attributes.size()));
            return attribute < shape.categories()
                    ? category(attribute, level, attributes, least, most)
                    : number(attribute, level, attributes, least, most);
        }

        private Node category(int attribute, int level, List<Integer> attributes, double[] least, double[] most) {
            List<Integer> others = new ArrayList<>(attributes);
            others.remove((Integer) attribute);
            Node[] children = new Node[shape.values()];
            for (int i = 0; i < children.length; i++) {
                children[i] = grow(level + 1, others, least, most);
            }
            return new Node(attribute, 0, children);
        }

        private Node number(int attribute, int level, List<Integer> attributes, double[] least, double[] most) {
            int i = attribute - shape.categories();
            double threshold = least[i] + (most[i] - least[i]) * random.nextDouble();
            double[] below = most.clone();
            double[] above = least.clone();
            below[i] = threshold;
            above[i] = threshold;
            Node[] children = {grow(level + 1, attributes, least, below), grow(level + 1, attributes, above, most)};
            return new Node(attribute, threshold, children);
        }
    }
}
