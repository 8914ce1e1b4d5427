package dev.millrace.ml.learner;

import dev.millrace.stream.event.NearestName;
import dev.millrace.stream.settings.NamedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A file with a model of another program that a learner starts from, known by what is in it. As users write it: {@code FILE}, or
 * {@code tribuo:file=FILE,sha256=HASH}.
 *
 * @param path of the file
 * @param sha256 of its bytes, in hexadecimal digits; null while nobody has looked
 */
public record ModelFile(String path, String sha256) {
    /** The one form of files that can be read: what Tribuo writes. */
    public static final String TRIBUO = "tribuo";

    private static final String FILE = "file";
    private static final String SHA_256 = "sha256";

    public ModelFile {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("'" + Learners.START + "' needs the path of a file");
        }
        if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a SHA-256 has 64 digits of 0-9 and a-f, got '" + sha256 + "'");
        }
    }

    /**
     * Reads what users write.
     *
     * @throws IllegalArgumentException for what is neither of the two forms
     */
    public static ModelFile parse(String text) {
        String given = text.strip();
        if (!given.startsWith("(") && !given.startsWith(TRIBUO + ":")) {
            return new ModelFile(given, null);
        }
        NamedSettings named = NamedSettings.parse(given, TRIBUO + ":file=fraud.tribuo");
        if (!named.name().equals(TRIBUO)) {
            throw new IllegalArgumentException("setting '" + Learners.START + "' is '" + given
                    + "'; a model is read from a file of Tribuo, as in " + TRIBUO + ":file=fraud.tribuo");
        }
        Map<String, String> settings = named.settings();
        for (String key : settings.keySet()) {
            if (!key.equals(FILE) && !key.equals(SHA_256)) {
                throw new IllegalArgumentException("setting '" + Learners.START + "' has no '" + key + "'"
                        + NearestName.hint(key, List.of(FILE, SHA_256)));
            }
        }
        return new ModelFile(bare(settings.get(FILE)), settings.get(SHA_256));
    }

    /** A path with commas stands in parentheses. */
    private static String bare(String path) {
        return path != null && path.startsWith("(") && path.endsWith(")") ? path.substring(1, path.length() - 1) : path;
    }

    /** The same file; a path is made a full one. */
    public ModelFile relativeTo(Path folder) {
        return new ModelFile(folder.resolve(path).normalize().toString(), sha256);
    }

    /** The same, with the hash of what is in the file now. */
    public ModelFile pinned() {
        return new ModelFile(path, hash(bytes()));
    }

    /** Whether there is such a file now. */
    public boolean exists() {
        return Files.isRegularFile(Path.of(path));
    }

    /**
     * What is in the file.
     *
     * @throws IllegalArgumentException if it cannot be read, or is not what it was when its hash was taken
     */
    public byte[] read() {
        byte[] bytes = bytes();
        if (sha256 != null && !sha256.equals(hash(bytes))) {
            throw new IllegalArgumentException(changed(hash(bytes)));
        }
        return bytes;
    }

    /** What to say where the file has another hash than this one. */
    public String changed(String now) {
        return "the model in '" + path + "' was exchanged: its SHA-256 was " + sha256 + " and is " + now
                + " now; put the earlier file back, or give the pipeline a new name to start from this one";
    }

    private byte[] bytes() {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    exists()
                            ? "the model to start from, '" + path + "', cannot be read: " + e.getMessage()
                            : "there is no file '" + path + "' to start from; write one with 'millrace models export"
                                    + " MODEL --format tribuo --output FILE', or remove '" + Learners.START + "'",
                    e);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return sha256 == null
                ? path
                : TRIBUO + ":" + FILE + "=" + NamedSettings.value(path) + "," + SHA_256 + "=" + sha256;
    }
}
