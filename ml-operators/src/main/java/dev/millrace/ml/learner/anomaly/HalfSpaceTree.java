package dev.millrace.ml.learner.anomaly;

import dev.millrace.stream.random.Random64;
import dev.millrace.stream.state.BadState;
import dev.millrace.stream.state.StateReader;
import dev.millrace.stream.state.StateWriter;
import java.util.Arrays;

/**
 * One tree: each node cuts a space of numbers and categories in two by chance, and knows how much came by. Where a node cuts
 * follows from the seed and its place alone, so nodes are made when something first comes by, and only what came by is kept.
 * 36 bytes a node. Threading: one caller; {@link #mass} shares nothing.
 */
final class HalfSpaceTree {
    private final long seed;
    private final int depth;
    private final int numbers;
    private final int attributes;

    // By node; children stand side by side, the root at 0.
    private int[] left = new int[64]; // 0 for none
    private int[] attribute = new int[64];
    private double[] cut = new double[64]; // of numbers
    private int[] place = new int[64]; // 1 for the root, 2i and 2i + 1 for the children of i
    private double[] reference = new double[64];
    private double[] latest = new double[64];
    private int size;

    /**
     * @param numbers how many attributes are numbers in [0, 1]; they come first
     * @param categories how many are codes
     */
    HalfSpaceTree(long seed, int depth, int numbers, int categories) {
        this.seed = seed;
        this.depth = depth;
        this.numbers = numbers;
        this.attributes = numbers + categories;
        clear();
    }

    private void clear() {
        size = 0;
        Arrays.fill(left, 0);
        add(1);
    }

    private int add(int newPlace) {
        if (size == left.length) {
            int room = 2 * size;
            left = Arrays.copyOf(left, room);
            attribute = Arrays.copyOf(attribute, room);
            cut = Arrays.copyOf(cut, room);
            place = Arrays.copyOf(place, room);
            reference = Arrays.copyOf(reference, room);
            latest = Arrays.copyOf(latest, room);
        }
        left[size] = 0;
        place[size] = newPlace;
        attribute[size] = attribute(newPlace);
        cut[size] = attribute[size] < numbers ? cut(newPlace, attribute[size]) : 0;
        reference[size] = 0;
        latest[size] = 0;
        return size++;
    }

    private int attribute(int of) {
        return (int) Long.remainderUnsigned(Random64.mix(seed ^ Random64.mix(of)), attributes);
    }

    /** The middle of what the cuts above leave of a number, in a work space about a point of the tree's own. */
    private double cut(int of, int number) {
        double centre = (Random64.mix(seed + 0x9E3779B97F4A7C15L * (number + 1)) >>> 11) * 0x1p-53;
        double radius = 2 * Math.max(centre, 1 - centre);
        double low = centre - radius;
        double high = centre + radius;
        for (int shift = 30 - Integer.numberOfLeadingZeros(of); shift >= 0; shift--) {
            if (attribute(of >>> (shift + 1)) == number) {
                double middle = 0.5 * (low + high);
                if ((of >>> shift & 1) == 0) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
        }
        return 0.5 * (low + high);
    }

    /** Whether a point goes right: a number above the cut, a code by chance; what is missing goes left. */
    private boolean goesRight(int node, double[] point, int[] codes) {
        int a = attribute[node];
        if (a < numbers) {
            return point[a] > cut[node];
        }
        int code = codes[a - numbers];
        return code >= 0 && (Random64.mix(seed + Random64.mix(place[node]) + code) & 1) != 0;
    }

    /**
     * How much of the reference is about a point, scaled by how small the region is: what would be there if all of it were
     * spread so.
     *
     * @param least nodes with at most this much are not looked into
     * @param own mass of the point itself, so that of empty regions a large one is stranger than a small one
     */
    double mass(double[] point, int[] codes, double least, double own) {
        int node = 0;
        double scale = 1;
        for (int level = 0; level < depth && reference[node] > least && left[node] != 0; level++) {
            node = left[node] + (goesRight(node, point, codes) ? 1 : 0);
            scale *= 2;
        }
        return (reference[node] + own) * scale;
    }

    /** A point comes by. */
    void add(double[] point, int[] codes, double weight) {
        int node = 0;
        latest[0] += weight;
        for (int level = 0; level < depth; level++) {
            if (left[node] == 0) {
                int first = add(2 * place[node]);
                add(2 * place[node] + 1);
                left[node] = first;
            }
            node = left[node] + (goesRight(node, point, codes) ? 1 : 0);
            latest[node] += weight;
        }
    }

    /** What came by lately becomes the reference. */
    void turn() {
        double[] old = reference;
        reference = latest;
        latest = old;
        Arrays.fill(latest, 0, size, 0);
    }

    /** Places and masses, in order of the places; nodes where nothing is are left out. */
    void snapshot(StateWriter out) {
        int[] order = new int[size];
        int used = 0;
        long[] keys = new long[size];
        for (int node = 0; node < size; node++) {
            if (reference[node] != 0 || latest[node] != 0) {
                keys[used++] = (long) place[node] << 32 | node;
            }
        }
        Arrays.sort(keys, 0, used);
        int[] places = new int[used];
        double[] masses = new double[2 * used];
        for (int i = 0; i < used; i++) {
            order[i] = (int) keys[i];
            places[i] = (int) (keys[i] >>> 32);
            masses[2 * i] = reference[order[i]];
            masses[2 * i + 1] = latest[order[i]];
        }
        out.writeInts(places);
        out.writeDoubles(masses);
    }

    void restore(StateReader in) {
        int[] places = in.readInts();
        double[] masses = in.readDoubles();
        if (masses.length != 2 * places.length) {
            throw new BadState("a tree has " + places.length + " places and " + masses.length
                    + " masses; the snapshot is damaged");
        }
        clear();
        for (int i = 0; i < places.length; i++) {
            int node = node(places[i]);
            reference[node] = masses[2 * i];
            latest[node] = masses[2 * i + 1];
        }
    }

    private int node(int wanted) {
        if (wanted < 1 || wanted >= 1 << (depth + 1)) {
            throw new BadState("a tree of depth " + depth + " has no place " + wanted
                    + "; the snapshot belongs to other settings or is damaged");
        }
        int node = 0;
        for (int shift = 30 - Integer.numberOfLeadingZeros(wanted); shift >= 0; shift--) {
            if (left[node] == 0) {
                int first = add(2 * place[node]);
                add(2 * place[node] + 1);
                left[node] = first;
            }
            node = left[node] + (wanted >>> shift & 1);
        }
        return node;
    }
}
