package dev.millrace.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.registry.durable.Damaged;
import dev.millrace.registry.durable.FormatTooNew;
import dev.millrace.registry.durable.SealedJson;
import dev.millrace.registry.durable.Sha256;
import dev.millrace.registry.pack.Place;
import dev.millrace.stream.checkpoint.Checkpoint.PartKey;
import dev.millrace.stream.checkpoint.Checkpoint.SourcePosition;
import dev.millrace.stream.source.Offset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The manifest's file: a {@link Version} as sealed JSON, in a fixed order of keys. */
final class VersionJson {
    private static final int FORMAT = 1;

    private VersionJson() {}

    static byte[] write(Version version) throws IOException {
        return SealedJson.seal(FORMAT, json -> {
            json.writeStartObject();
            json.writeStringField("model", version.model());
            json.writeNumberField("version", version.number());
            json.writeNumberField("parent", version.parent());
            json.writeStringField("run", version.runId());
            json.writeNumberField("checkpoint", version.checkpoint());
            json.writeNumberField("created_at", version.createdAtMillis());
            json.writeStringField("plan", version.planFingerprint());
            json.writeStringField("definition", version.definition());
            json.writeStringField("code", version.codeVersion());
            json.writeStringField("cpu", version.cpu());
            json.writeStringField("jdk", version.jdk());
            json.writeNumberField("partitions", version.partitions());
            json.writeNumberField("bytes_added", version.bytesAdded());
            writeSources(json, version.sources());
            writeParts(json, version.parts());
            writePacks(json, version.packs());
            json.writeEndObject();
        });
    }

    private static void writeSources(JsonGenerator json, SortedMap<String, SourcePosition> sources) throws IOException {
        json.writeObjectFieldStart("sources");
        for (var entry : sources.entrySet()) {
            SourcePosition at = entry.getValue();
            json.writeObjectFieldStart(entry.getKey());
            writeOffset(json, at.offset());
            json.writeNumberField("watermark", at.watermarkMillis());
            json.writeNumberField("max_timestamp", at.maxTimestampMillis());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeOffset(JsonGenerator json, Offset offset) throws IOException {
        json.writeNumberField("part", offset.part());
        json.writeNumberField("records", offset.records());
        json.writeNumberField("position", offset.position());
        if (offset.beside() != null) {
            json.writeObjectFieldStart("beside");
            writeOffset(json, offset.beside());
            json.writeEndObject();
        }
    }

    private static void writeParts(JsonGenerator json, SortedMap<PartKey, Version.PartState> parts) throws IOException {
        json.writeArrayFieldStart("parts");
        for (var entry : parts.entrySet()) {
            Version.PartState state = entry.getValue();
            json.writeStartObject();
            json.writeStringField("operator", entry.getKey().operator());
            json.writeNumberField("partition", entry.getKey().partition());
            json.writeNumberField("chunks", state.chunks());
            json.writeNumberField("bytes", state.bytes());
            json.writeObjectFieldStart("table");
            json.writeStringField("pack", state.table().pack());
            json.writeNumberField("offset", state.table().offset());
            json.writeNumberField("length", state.table().length());
            json.writeStringField("sha256", state.table().sha256().hex());
            json.writeEndObject();
            json.writeFieldName("facts");
            Facts.write(json, state.facts());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePacks(JsonGenerator json, SortedMap<String, Version.PackUse> packs) throws IOException {
        json.writeObjectFieldStart("packs");
        for (var entry : packs.entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            json.writeNumberField("bytes", entry.getValue().bytes());
            json.writeNumberField("live", entry.getValue().liveBytes());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** Reads a manifest, which must be that of the model and number by which it was found. */
    static Version read(Path file, byte[] bytes, String model, long number) throws Damaged, FormatTooNew {
        JsonNode json = SealedJson.unseal(file, bytes, FORMAT);
        Version version;
        try {
            version = parse(json);
        } catch (IllegalArgumentException e) {
            throw new Damaged(file, "it is not a manifest: " + e.getMessage(), e);
        }
        if (version.number() != number || !version.model().equals(model)) {
            throw new Damaged(file, "it is the manifest of " + version.id() + ", not of " + model + '@' + number);
        }
        return version;
    }

    private static Version parse(JsonNode json) {
        return new Version(
                json.required("model").asText(),
                json.required("version").asLong(),
                json.required("parent").asLong(),
                json.required("run").asText(),
                json.required("checkpoint").asLong(),
                json.required("created_at").asLong(),
                json.required("plan").asText(),
                json.required("definition").asText(),
                json.required("code").asText(),
                json.required("cpu").asText(),
                json.required("jdk").asText(),
                json.required("partitions").asInt(),
                parseSources(json.required("sources")),
                parseParts(json.required("parts")),
                parsePacks(json.required("packs")),
                json.required("bytes_added").asLong());
    }

    private static SortedMap<String, SourcePosition> parseSources(JsonNode json) {
        SortedMap<String, SourcePosition> sources = new TreeMap<>();
        json.properties().forEach(entry -> {
            JsonNode at = entry.getValue();
            sources.put(
                    entry.getKey(),
                    new SourcePosition(
                            parseOffset(at),
                            at.required("watermark").asLong(),
                            at.required("max_timestamp").asLong()));
        });
        return sources;
    }

    private static Offset parseOffset(JsonNode at) {
        JsonNode beside = at.path("beside");
        return new Offset(
                at.required("part").asInt(),
                at.required("records").asLong(),
                at.required("position").asLong(),
                beside.isMissingNode() ? null : parseOffset(beside));
    }

    private static SortedMap<PartKey, Version.PartState> parseParts(JsonNode json) {
        SortedMap<PartKey, Version.PartState> parts = new TreeMap<>();
        for (JsonNode part : json) {
            JsonNode table = part.required("table");
            Place place = new Place(
                    table.required("pack").asText(),
                    table.required("offset").asLong(),
                    table.required("length").asInt(),
                    Sha256.parse(table.required("sha256").asText()));
            parts.put(
                    new PartKey(
                            part.required("operator").asText(),
                            part.required("partition").asInt()),
                    new Version.PartState(
                            place,
                            part.required("chunks").asInt(),
                            part.required("bytes").asLong(),
                            Facts.parse(part.required("facts"))));
        }
        return parts;
    }

    private static SortedMap<String, Version.PackUse> parsePacks(JsonNode json) {
        SortedMap<String, Version.PackUse> packs = new TreeMap<>();
        json.properties()
                .forEach(entry -> packs.put(
                        entry.getKey(),
                        new Version.PackUse(
                                entry.getValue().required("bytes").asLong(),
                                entry.getValue().required("live").asLong())));
        return packs;
    }
}
