package dev.millrace.stream.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the files that a source is made of. */
public final class SourceFiles {
    private SourceFiles() {}

    /**
     * The file of that name, or the files that a pattern such as {@code data/*.csv} matches, sorted by name. Wildcards
     * (star, question mark, brackets, braces) stand in the last part of the path only.
     *
     * @throws IOException if there is none, or it is a directory
     */
    public static List<Path> matching(String pathOrPattern) throws IOException {
        int slash = pathOrPattern.lastIndexOf('/');
        String last = pathOrPattern.substring(slash + 1);
        if (!last.matches(".*[*?\\[{].*")) {
            return List.of(readable(Path.of(pathOrPattern)));
        }
        Path folder = slash < 0 ? Path.of("") : Path.of(pathOrPattern.substring(0, slash + 1));
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " to look for " + last + " in");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, last)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)) {
                    found.add(entry);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException("no file matches " + pathOrPattern);
        }
        found.sort(null);
        return found;
    }

    /** The path itself, if a file that can be read stands there. */
    static Path readable(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + " is a directory, not a file; name the files in it, as in " + path + "/*.csv");
        }
        if (!Files.exists(path)) {
            throw new IOException("there is no file " + path + "; check its name and the current directory");
        }
        return path;
    }

    /** Names of the files without their folders, so that moved data is the same source. */
    static String names(List<Path> files) {
        return files.stream().map(path -> path.getFileName().toString()).collect(Collectors.joining(", "));
    }
}
