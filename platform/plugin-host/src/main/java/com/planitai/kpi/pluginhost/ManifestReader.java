package com.planitai.kpi.pluginhost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.Spi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code plugin.json} and collects everything that is wrong with it. One reader reads one manifest. */
final class ManifestReader {
    private static final Set<String> FIELDS =
            Set.of("id", "version", "name", "description", "provider", "spi", "extensions");
    private static final Set<String> EXTENSION_FIELDS = Set.of("type", "id", "name");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final int MAX_PROVIDER_CHARACTERS = 200;
    private static final int MAX_EXTENSIONS = 100;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<PluginFault> faults = new ArrayList<>();

    sealed interface Result {
        record Read(PluginManifest manifest) implements Result {}

        record Refused(List<PluginFault> faults) implements Result {}
    }

    private ManifestReader() {}

    static Result read(String text) {
        try {
            return new ManifestReader().read(JSON.readTree(text));
        } catch (JsonProcessingException broken) {
            var place = broken.getLocation();
            String line = place == null ? "1" : String.valueOf(place.getLineNr());
            return new Result.Refused(List.of(new PluginFault(
                    "MANIFEST_UNREADABLE",
                    Map.of("line", line),
                    PluginManifest.FILE + " is not JSON: " + broken.getOriginalMessage() + " (line " + line + ")")));
        }
    }

    private Result read(JsonNode manifest) {
        if (!manifest.isObject()) {
            invalid("", "an object");
            return new Result.Refused(faults);
        }
        refuseUnknown(manifest, "", FIELDS);
        String id = text(manifest, "", "id", "lower-case letters, digits and hyphens", value -> matches(ID, value));
        String version = text(
                manifest,
                "",
                "version",
                "a semantic version such as 1.2.0",
                value -> SemanticVersion.parse(value).isPresent());
        LocalizedText name = localized(manifest, "", "name");
        LocalizedText description = localized(manifest, "", "description");
        String provider = text(
                manifest,
                "",
                "provider",
                "1 to " + MAX_PROVIDER_CHARACTERS + " characters",
                value -> !value.isBlank() && value.length() <= MAX_PROVIDER_CHARACTERS);
        checkSpi(manifest);
        List<InstalledExtension> extensions = extensions(manifest);
        if (!faults.isEmpty()
                || id == null
                || version == null
                || name == null
                || description == null
                || provider == null) {
            return new Result.Refused(faults);
        }
        return new Result.Read(new PluginManifest(id, version, name, description, provider, extensions));
    }

    private void checkSpi(JsonNode manifest) {
        String range = text(
                manifest,
                "",
                "spi",
                "bounds such as >=0.1.0 <0.2.0",
                value -> SpiRange.parse(value).isPresent());
        if (range == null) {
            return;
        }
        var current = SemanticVersion.parse(Spi.version()).orElseThrow();
        if (!SpiRange.parse(range).orElseThrow().admits(current)) {
            faults.add(new PluginFault(
                    "SPI_RANGE_UNSATISFIED",
                    Map.of("range", range, "version", Spi.version()),
                    "the plugin needs SPI " + range + ", this host has " + Spi.version()));
        }
    }

    private List<InstalledExtension> extensions(JsonNode manifest) {
        JsonNode declared = manifest.get("extensions");
        if (declared == null) {
            missing("/extensions");
            return List.of();
        }
        if (!declared.isArray() || declared.isEmpty() || declared.size() > MAX_EXTENSIONS) {
            invalid("/extensions", "a list of 1 to " + MAX_EXTENSIONS + " extensions");
            return List.of();
        }
        List<InstalledExtension> extensions = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < declared.size(); index++) {
            InstalledExtension extension = extension(declared.get(index), "/extensions/" + index);
            if (extension != null && !seen.add(extension.type() + "/" + extension.id())) {
                invalid("/extensions/" + index + "/id", "an id that no other extension of the type has");
            } else if (extension != null) {
                extensions.add(extension);
            }
        }
        return extensions;
    }

    private @Nullable InstalledExtension extension(JsonNode node, String pointer) {
        if (!node.isObject()) {
            invalid(pointer, "an object");
            return null;
        }
        refuseUnknown(node, pointer, EXTENSION_FIELDS);
        String type = text(node, pointer, "type", TemplateHandle.EXTENSION_TYPE, TemplateHandle.EXTENSION_TYPE::equals);
        String id = text(node, pointer, "id", "lower-case letters, digits and hyphens", value -> matches(ID, value));
        LocalizedText name = localized(node, pointer, "name");
        return type == null || id == null || name == null ? null : new InstalledExtension(type, id, name);
    }

    private @Nullable String text(
            JsonNode parent, String pointer, String field, String expected, Predicate<String> valid) {
        JsonNode node = parent.get(field);
        if (node == null) {
            missing(pointer + "/" + field);
            return null;
        }
        if (!node.isTextual() || !valid.test(node.textValue())) {
            invalid(pointer + "/" + field, expected);
            return null;
        }
        return node.textValue();
    }

    private @Nullable LocalizedText localized(JsonNode parent, String pointer, String field) {
        String place = pointer + "/" + field;
        JsonNode node = parent.get(field);
        if (node == null) {
            missing(place);
            return null;
        }
        try {
            if (node.isTextual()) {
                return LocalizedText.english(node.textValue());
            }
            if (node.isObject() && node.valueStream().allMatch(JsonNode::isTextual)) {
                var text = LocalizedText.builder();
                node.properties()
                        .forEach(entry ->
                                text.text(entry.getKey(), entry.getValue().textValue()));
                return text.build();
            }
        } catch (IllegalArgumentException wrong) {
            invalid(place, "a text, or texts by language with en among them (" + wrong.getMessage() + ")");
            return null;
        }
        invalid(place, "a text, or texts by language with en among them");
        return null;
    }

    private void refuseUnknown(JsonNode node, String pointer, Set<String> known) {
        node.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !known.contains(field))
                .forEach(field -> faults.add(new PluginFault(
                        "MANIFEST_FIELD_UNKNOWN",
                        Map.of("pointer", pointer + "/" + field),
                        PluginManifest.FILE + " " + pointer + "/" + field + " is not a known field")));
    }

    private void missing(String pointer) {
        faults.add(new PluginFault(
                "MANIFEST_FIELD_MISSING",
                Map.of("pointer", pointer),
                PluginManifest.FILE + " " + pointer + " is missing"));
    }

    private void invalid(String pointer, String expected) {
        faults.add(new PluginFault(
                "MANIFEST_FIELD_INVALID",
                Map.of("pointer", pointer, "expected", expected),
                PluginManifest.FILE + " " + pointer + " must be " + expected));
    }

    private static boolean matches(Pattern pattern, String value) {
        return pattern.matcher(value).matches();
    }
}
