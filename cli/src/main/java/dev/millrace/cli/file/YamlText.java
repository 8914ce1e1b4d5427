package dev.millrace.cli.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.millrace.cli.file.YamlNode.Entry;
import dev.millrace.cli.file.YamlNode.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML (and so JSON) into nodes that know where they stand. One document, no aliases, no key twice. */
final class YamlText {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final YAMLParser parser;

    private YamlText(String file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The document's root; a {@link BadPipelineFile} says where it cannot be read. */
    static YamlNode parse(String file, String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            YamlText reader = new YamlText(file, parser);
            if (parser.nextToken() == null) {
                throw new BadPipelineFile(file + ":1:1: the file is empty; start with 'pipeline: NAME'");
            }
            YamlNode root = reader.node();
            if (parser.nextToken() != null) {
                throw reader.mistake(reader.here(), "a second document begins here; one file is one pipeline");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : at.getLineNr() + ":" + at.getColumnNr() + ": ";
            throw new BadPipelineFile(file + ":" + where + "this is not YAML: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new BadPipelineFile(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private YamlNode node() throws IOException {
        if (parser.isCurrentAlias()) {
            throw mistake(here(), "aliases are not supported; write the value out");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping();
            case START_ARRAY -> sequence();
            case VALUE_NULL -> new YamlNode.Scalar("", true, here());
            default -> new YamlNode.Scalar(parser.getText(), false, here());
        };
    }

    private YamlNode mapping() throws IOException {
        Place place = here();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place at = here();
            parser.nextToken();
            if (entries.putIfAbsent(key, new Entry(at, node())) != null) {
                throw mistake(at, "the key '" + key + "' stands here a second time; remove one");
            }
        }
        return new YamlNode.Mapping(entries, place);
    }

    private YamlNode sequence() throws IOException {
        Place place = here();
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new YamlNode.Sequence(List.copyOf(items), place);
    }

    private Place here() {
        JsonLocation at = parser.currentTokenLocation();
        return new Place(at.getLineNr(), at.getColumnNr());
    }

    private BadPipelineFile mistake(Place at, String message) {
        return new BadPipelineFile(file + ":" + at.line() + ":" + at.column() + ": " + message);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
