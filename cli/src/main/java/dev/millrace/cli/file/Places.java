package dev.millrace.cli.file;

import dev.millrace.cli.file.YamlNode.Place;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each part of a pipeline file stands, so that a mistake found later (a field that the data does not have) is still
 * answered there. Threading: one caller.
 */
public final class Places {
    private final String file;
    private final Map<String, Place> byPath = new HashMap<>();

    Places(String file) {
        this.file = file;
    }

    /** For a pipeline that was not written in a file: messages name the part instead. */
    public static Places none() {
        return new Places(null);
    }

    void add(String path, Place place) {
        byPath.put(path, place);
    }

    /** A mistake in a part of the file, e.g. {@code features.amount.number}; the nearest part around it that was written. */
    public BadPipelineFile mistake(String path, String message) {
        for (String part = path;
                !part.isEmpty();
                part = part.contains(".") ? part.substring(0, part.lastIndexOf('.')) : "") {
            Place place = byPath.get(part);
            if (place != null) {
                return mistake(place, path + ": " + message);
            }
        }
        return file == null
                ? new BadPipelineFile(message)
                : mistake(byPath.getOrDefault("", new Place(1, 1)), path + ": " + message);
    }

    BadPipelineFile mistake(Place place, String message) {
        return new BadPipelineFile(
                (file == null ? "" : file + ":" + place.line() + ":" + place.column() + ": ") + message);
    }
}
