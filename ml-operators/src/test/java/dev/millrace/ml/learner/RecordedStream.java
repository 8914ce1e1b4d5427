package dev.millrace.ml.learner;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.ml.feature.Attribute;
import dev.millrace.ml.feature.FeatureVector;
import dev.millrace.ml.feature.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * A recorded public stream in memory, with vectors as learners want them. The files are not part of the project: the
 * environment variable MILLRACE_DATASETS names their folder. Where they are missing, a test says so and is skipped; under CI it fails.
 */
public final class RecordedStream {
    private final Layout layout;
    private final List<FeatureVector> rows = new ArrayList<>();
    private final List<String> classNames = new ArrayList<>();
    private int[] labels;

    private RecordedStream(Layout layout) {
        this.layout = layout;
    }

    /** 45,312 half hours; day of the week is a category; classes 1 (UP) and 0 (DOWN) by arrival. */
    public static RecordedStream electricity() {
        return read("electricity", "class", Set.of("day")::contains);
    }

    /** 15,000 plots of forest in 7 classes; the 44 binary columns are categories. */
    public static RecordedStream covtype() {
        return read("covtype-15k", "Cover_Type", name -> name.startsWith("Wilderness") || name.startsWith("Soil"));
    }

    /** 1,250 web pages. */
    public static RecordedStream phishing() {
        return read("phishing", "is_phishing", name -> false);
    }

    /** 5,300 points in the plane, in two shapes of bananas. */
    public static RecordedStream bananas() {
        return read("bananas", "class", name -> false);
    }

    /** The same with every column a number. */
    public static RecordedStream covtypeNumbers() {
        return read("covtype-15k", "Cover_Type", name -> false);
    }

    /** The lines of a file, its header first, split at commas. */
    public static List<String[]> lines(String name) {
        try (BufferedReader lines = open(name)) {
            return lines.lines().map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecordedStream read(String name, String label, Predicate<String> isCategory) {
        try (BufferedReader lines = open(name)) {
            return parse(lines, label, isCategory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader open(String name) throws IOException {
        String folder = System.getenv("MILLRACE_DATASETS");
        Path file = Path.of(folder == null ? "" : folder, name + ".csv.gz");
        if (folder == null || !Files.isReadable(file)) {
            String message = "needs the recorded stream " + file
                    + "; set MILLRACE_DATASETS to a folder that has it ('millrace datasets fetch " + name
                    + "' makes one)";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            abort(message);
        }
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }

    private static RecordedStream parse(BufferedReader lines, String label, Predicate<String> isCategory)
            throws IOException {
        String[] names = lines.readLine().split(",", -1);
        Layout.Builder builder = Layout.builder();
        List<Attribute> attributes = new ArrayList<>();
        int labelAt = List.of(names).indexOf(label);
        for (String name : names) {
            attributes.add(
                    name.equals(label)
                            ? null
                            : isCategory.test(name) ? builder.category(name, 16) : builder.number(name));
        }
        RecordedStream stream = new RecordedStream(builder.build());
        List<Map<String, Integer>> codes = new ArrayList<>();
        names = names.clone();
        for (int i = 0; i < names.length; i++) {
            codes.add(new HashMap<>());
        }
        List<Integer> labels = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] values = line.split(",", -1);
            FeatureVector x = new FeatureVector(stream.layout);
            for (int i = 0; i < values.length; i++) {
                if (i == labelAt) {
                    if (!stream.classNames.contains(values[i])) {
                        stream.classNames.add(values[i]);
                    }
                    labels.add(stream.classNames.indexOf(values[i]));
                } else if (attributes.get(i).kind() == Attribute.Kind.CATEGORY) {
                    Map<String, Integer> known = codes.get(i);
                    x.categories()[attributes.get(i).slot()] = known.computeIfAbsent(values[i], value -> known.size());
                } else {
                    x.numbers()[attributes.get(i).slot()] = Double.parseDouble(values[i]);
                }
            }
            stream.rows.add(x);
        }
        stream.labels = labels.stream().mapToInt(Integer::intValue).toArray();
        return stream;
    }

    public Layout layout() {
        return layout;
    }

    public int size() {
        return rows.size();
    }

    public FeatureVector row(int index) {
        return rows.get(index);
    }

    public int label(int index) {
        return labels[index];
    }

    public int classes() {
        return classNames.size();
    }

    /** Standard scaling with statistics that include the current value: what the pipeline does before a linear learner. */
    public RecordedStream scaled() {
        RecordedStream scaled = new RecordedStream(layout);
        int numbers = layout.numbers().size();
        double[] means = new double[numbers];
        double[] squares = new double[numbers];
        for (int n = 0; n < rows.size(); n++) {
            FeatureVector x = new FeatureVector(layout);
            x.copyFrom(rows.get(n));
            for (int i = 0; i < numbers; i++) {
                double before = x.numbers()[i] - means[i];
                means[i] += before / (n + 1);
                squares[i] += before * (x.numbers()[i] - means[i]);
                double deviation = Math.sqrt(squares[i] / (n + 1));
                x.numbers()[i] = deviation > 0 ? (x.numbers()[i] - means[i]) / deviation : 0;
            }
            scaled.rows.add(x);
        }
        scaled.labels = labels;
        scaled.classNames.addAll(classNames);
        return scaled;
    }

    /** The same with classes numbered by their names instead of by arrival. */
    public RecordedStream withSortedClasses() {
        RecordedStream sorted = new RecordedStream(layout);
        sorted.rows.addAll(rows);
        sorted.classNames.addAll(classNames.stream().sorted().toList());
        sorted.labels = Arrays.stream(labels)
                .map(label -> sorted.classNames.indexOf(classNames.get(label)))
                .toArray();
        return sorted;
    }

    /** Test-then-train accuracy over the whole stream, in percent; scores only for the classes that have arrived. */
    public double accuracy(Classifier learner) {
        int correct = 0;
        int known = 0;
        double[] scores = new double[classes()];
        double[] known1 = new double[1];
        for (int i = 0; i < rows.size(); i++) {
            double[] now = known <= 1 ? known1 : scores;
            if (known > 1 && scores.length != known) {
                now = scores = new double[known];
            }
            learner.predictAndLearn(rows.get(i), labels[i], 1, now);
            if (known > 0 && Scores.argmax(now, known) == labels[i]) {
                correct++;
            }
            known = Math.max(known, labels[i] + 1);
        }
        return 100.0 * correct / rows.size();
    }

    /** A learner by name and settings, for this stream's layout. */
    public Classifier learner(String text, long seed) {
        return (Classifier) Learners.parse(text).create(layout, seed);
    }
}
