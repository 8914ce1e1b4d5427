package dev.millrace.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.stream.event.Event;
import dev.millrace.stream.event.FieldType;
import dev.millrace.stream.event.Schema;
import dev.millrace.stream.source.Source;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Finds the files of the catalog's datasets: in the folder that {@value #FOLDER_VARIABLE} names, then in the user's cache,
 * then at their public address. A file's SHA-256 is checked before it is first read. Threading: any thread.
 */
public final class Datasets {
    /** Names the environment variable of a folder with {@code manifest.json} and the files that it lists. */
    public static final String FOLDER_VARIABLE = "MILLRACE_DATASETS";

    private final Catalog catalog = Catalog.load();
    private final Path folder; // null where none is named
    private final Path cache;
    private final Fetcher fetcher;
    private final Set<Path> verified = ConcurrentHashMap.newKeySet();

    /**
     * @param folder with {@code manifest.json} and files; null for none
     * @param cache where fetched files are kept
     */
    public Datasets(Path folder, Path cache) {
        this(folder, cache, new Fetcher());
    }

    Datasets(Path folder, Path cache, Fetcher fetcher) {
        this.folder = folder;
        this.cache = Objects.requireNonNull(cache, "cache");
        this.fetcher = fetcher;
    }

    /** As an environment says: {@value #FOLDER_VARIABLE}, and {@code ~/.cache/millrace/datasets}. */
    public static Datasets of(Map<String, String> environment) {
        String named = environment.getOrDefault(FOLDER_VARIABLE, "");
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "millrace", "datasets");
        return new Datasets(named.isBlank() ? null : Path.of(named), cache);
    }

    public Catalog catalog() {
        return catalog;
    }

    /** All datasets of the catalog. */
    public Collection<Dataset> list() {
        return catalog.all();
    }

    /**
     * The dataset's file, if it is here, checked; nothing is fetched.
     *
     * @throws IOException if a file is here and is not what the catalog says
     */
    public Optional<Path> find(Dataset dataset) throws IOException {
        if (folder != null) {
            Path file = inFolder(dataset);
            if (file != null && Files.isRegularFile(file)) {
                return Optional.of(checked(dataset, file));
            }
        }
        Path cached = cached(dataset);
        return Files.isRegularFile(cached) ? Optional.of(checked(dataset, cached)) : Optional.empty();
    }

    /** The dataset's file, fetched into the cache if it is not here; the message says what to do where it cannot be. */
    public Path fetch(String name) throws IOException {
        Dataset dataset = catalog.get(name);
        Optional<Path> here = find(dataset);
        if (here.isPresent()) {
            return here.get();
        }
        if (dataset.address() == null) {
            throw new IOException("dataset " + name + " is not here, and no public address of these " + dataset.rows()
                    + " rows is known (" + dataset.origin() + "); put " + dataset.file()
                    + " into a folder and name it in "
                    + FOLDER_VARIABLE);
        }
        Files.createDirectories(cache);
        Path fetched = Files.createTempFile(cache, dataset.name(), ".part");
        try {
            fetcher.fetch(dataset, fetched);
            checked(dataset, fetched);
            verified.remove(fetched);
            Files.move(fetched, cached(dataset), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fetched);
        }
        return cached(dataset);
    }

    /** The rows of a dataset, found or fetched, with its class names: one partition, in the file's order. */
    public Source<Event> open(String name) throws IOException {
        return open(catalog.get(name));
    }

    /** The same, its rows under a schema of {@link Dataset#withTypes other types}. */
    public Source<Event> open(String name, Schema schema) throws IOException {
        Dataset dataset = catalog.get(name);
        if (schema.equals(dataset.schema())) {
            return open(dataset);
        }
        Map<String, FieldType> types = new LinkedHashMap<>();
        schema.fields().forEach(field -> types.put(field.name(), field.type()));
        return open(dataset.withTypes(types));
    }

    private Source<Event> open(Dataset dataset) throws IOException {
        String name = dataset.name();
        Path file = fetch(name);
        String sum = dataset.contentSha256() == null
                ? Files.readString(cache.resolve(dataset.name() + ".sha256"))
                : dataset.contentSha256();
        return new DatasetSource(dataset, file, sum);
    }

    /** What is known of a dataset, in lines for a person. */
    public String describe(String name) throws IOException {
        Dataset dataset = catalog.get(name);
        StringBuilder text = new StringBuilder();
        text.append(dataset.name()).append(" · ").append(dataset.rows()).append(" rows · ");
        text.append(dataset.task().name().toLowerCase(Locale.ROOT)).append('\n');
        dataset.labelField().ifPresent(label -> text.append("label     ").append(label));
        text.append(dataset.classes().isEmpty() ? "" : " " + dataset.classes());
        text.append(dataset.labelField().isPresent() ? "\n" : "");
        dataset.timeField()
                .ifPresent(time -> text.append("time      ").append(time).append('\n'));
        text.append("order     ").append(dataset.order()).append('\n');
        text.append("origin    ").append(dataset.origin()).append('\n');
        text.append("licence   ").append(dataset.licence()).append('\n');
        text.append("fields    ").append(dataset.schema()).append('\n');
        text.append("sha256    ");
        text.append(
                dataset.contentSha256() == null
                        ? "not known; that of the first file is kept, and holds"
                        : dataset.contentSha256() + " (unpacked)");
        text.append('\n').append("file      ");
        text.append(find(dataset)
                .map(Path::toString)
                .orElse(
                        dataset.address() == null
                                ? "not here, and no public address is known"
                                : "not here; millrace datasets fetch " + dataset.name() + " gets it from "
                                        + dataset.address()));
        return text.append('\n').toString();
    }

    private Path cached(Dataset dataset) {
        return cache.resolve(dataset.name() + ".csv");
    }

    private Path inFolder(Dataset dataset) throws IOException {
        Path manifest = folder.resolve("manifest.json");
        if (!Files.isRegularFile(manifest)) {
            throw new IOException(FOLDER_VARIABLE + " names " + folder
                    + ", which has no manifest.json; name a folder of" + " datasets, or unset it");
        }
        JsonNode entries;
        try {
            entries = new ObjectMapper().readTree(manifest.toFile()).path("datasets");
        } catch (IOException e) {
            throw new IOException(manifest + " cannot be read: " + e.getMessage(), e);
        }
        for (JsonNode entry : entries) {
            if (entry.path("name").asText().equals(dataset.name())) {
                return folder.resolve(
                        Path.of(entry.path("file").asText(dataset.file())).getFileName());
            }
        }
        return null;
    }

    private Path checked(Dataset dataset, Path file) throws IOException {
        if (verified.contains(file)) {
            return file;
        }
        if (dataset.contentSha256() == null) {
            checkFirst(dataset, file);
            verified.add(file);
            return file;
        }
        boolean packed = isPacked(file);
        String expected = packed ? dataset.sha256() : dataset.contentSha256();
        String actual = sha256(file);
        // Packed again, the same rows have another sum: what counts is what is inside.
        boolean same = actual.equals(expected) || packed && unpackedSha256(file).equals(dataset.contentSha256());
        if (!same) {
            throw new IOException(
                    file + " is not dataset " + dataset.name() + " as the catalog knows it: its SHA-256 is " + actual
                            + ", expected " + expected + "; remove it, or get it again");
        }
        verified.add(file);
        return file;
    }

    private static boolean isPacked(Path file) {
        return file.toString().endsWith(".gz");
    }

    /** Of a dataset whose sum nobody has told: the sum of the first file that comes is kept, and holds from then on. */
    private void checkFirst(Dataset dataset, Path file) throws IOException {
        Path kept = cache.resolve(dataset.name() + ".sha256");
        String actual = isPacked(file) ? unpackedSha256(file) : sha256(file);
        if (!Files.isRegularFile(kept)) {
            Files.createDirectories(cache);
            Files.writeString(kept, actual + "\n");
            return;
        }
        String expected = Files.readString(kept).strip();
        if (!actual.equals(expected)) {
            throw new IOException(file + " is not dataset " + dataset.name() + " as it came first: its SHA-256 is "
                    + actual + ", expected " + expected + " from " + kept + "; remove whichever is wrong");
        }
    }

    private static String unpackedSha256(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return sha256(in);
        } catch (ZipException | EOFException e) {
            return "not a gzip file: " + e.getMessage();
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return sha256(in);
        }
    }

    private static String sha256(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
