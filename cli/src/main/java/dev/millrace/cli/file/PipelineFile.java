package dev.millrace.cli.file;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A pipeline file that was read: what it says, where each part stands, and the folder that its paths are relative to.
 *
 * @param folder of the file; paths in it are relative to this
 */
public record PipelineFile(PipelineSpec spec, Places places, Path folder) {

    /** Reads a file; a {@link BadPipelineFile} names the mistake and its place. */
    public static PipelineFile read(Path file) {
        String text = text(file);
        Path folder = file.toAbsolutePath().normalize().getParent();
        return read(file.toString(), text, folder);
    }

    /** The text of a file; a {@link BadPipelineFile} says why there is none. */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadPipelineFile("there is no file " + file + "; give the path of a pipeline file", e);
        } catch (MalformedInputException e) {
            throw new BadPipelineFile(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "is a directory, not a pipeline file" : "cannot be read: " + e;
            throw new BadPipelineFile(file + " " + why, e);
        }
    }

    /** Reads a text; JSON is YAML too, so the definition in a version reads the same way. */
    public static PipelineFile read(String name, String text, Path folder) {
        Places places = new Places(name);
        PipelineSpec spec = new PipelineReader(places, folder).read(YamlText.parse(name, text));
        return new PipelineFile(spec, places, folder);
    }

    /** The path that the file means. */
    public Path resolve(String path) {
        return folder.resolve(path).normalize();
    }
}
