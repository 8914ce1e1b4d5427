package dev.millrace.cli.file;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document and where it starts (line and column from 1). */
sealed interface YamlNode {
    Place place();

    /** What a message calls it. */
    String kind();

    /** A position in the text, both from 1. */
    record Place(int line, int column) {}

    /** A single value as it was written; {@code empty} if nothing was. */
    record Scalar(String text, boolean empty, Place place) implements YamlNode {
        @Override
        public String kind() {
            return empty ? "nothing" : "'" + text + "'";
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(Map<String, Entry> entries, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "keys with values";
        }
    }

    /** A value and where its key stands. */
    record Entry(Place key, YamlNode value) {}
}
