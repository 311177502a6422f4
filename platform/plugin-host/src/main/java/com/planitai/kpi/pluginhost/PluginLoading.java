package com.planitai.kpi.pluginhost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.planitai.kpi.spi.KpiTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.pf4j.PluginRuntimeException;

/** Takes one archive after another from a file to callable extensions; what fails is reported and leaves nothing. */
final class PluginLoading {
    private static final long MAX_MANIFEST_BYTES = 256 * 1024;

    private final PluginHostSettings settings;
    private final Path unpacked;
    private final IsolatedPluginManager manager;
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> pluginIds = new HashSet<>();
    private final Set<String> templateIds = new HashSet<>();

    /** One archive's outcome: without calls and templates when it failed. */
    record Loaded(InstalledPlugin plugin, List<PluginCalls> calls, List<TemplateHandle> templates) {}

    private record Provided(KpiTemplate template, TemplateHandle.Description description) {}

    PluginLoading(PluginHostSettings settings, Path unpacked, IsolatedPluginManager manager) {
        this.settings = settings;
        this.unpacked = unpacked;
        this.manager = manager;
    }

    Loaded load(Path archive) throws IOException {
        String file = String.valueOf(archive.getFileName());
        Path folder = Files.createDirectory(unpacked.resolve(file));
        List<PluginFault> archiveFaults = ArchiveUnpacking.unpack(archive, folder, settings.limits());
        if (!archiveFaults.isEmpty()) {
            return failed(InstalledPlugin.unreadable(file, archiveFaults));
        }
        return switch (manifest(folder)) {
            case ManifestReader.Result.Refused refused -> failed(InstalledPlugin.unreadable(file, refused.faults()));
            case ManifestReader.Result.Read read -> load(file, folder, read.manifest());
        };
    }

    private static ManifestReader.Result manifest(Path folder) throws IOException {
        Path file = folder.resolve(PluginManifest.FILE);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_MANIFEST_BYTES) {
            return new ManifestReader.Result.Refused(List.of(new PluginFault(
                    "MANIFEST_MISSING",
                    Map.of("file", PluginManifest.FILE, "limit", String.valueOf(MAX_MANIFEST_BYTES)),
                    "there is no " + PluginManifest.FILE + " of at most " + MAX_MANIFEST_BYTES
                            + " bytes in the archive's root")));
        }
        return ManifestReader.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    private Loaded load(String file, Path folder, PluginManifest manifest) {
        if (!pluginIds.add(manifest.id())) {
            var fault = new PluginFault(
                    "PLUGIN_DUPLICATE",
                    Map.of("plugin", manifest.id()),
                    "another archive has the plugin " + manifest.id() + " already");
            return failed(InstalledPlugin.failed(file, manifest, List.of(fault)));
        }
        ClassLoader classLoader;
        try {
            classLoader = manager.load(folder, manifest);
        } catch (PluginRuntimeException | UncheckedIOException refused) {
            String reason = String.valueOf(refused.getMessage());
            var fault = new PluginFault(
                    "PLUGIN_NOT_LOADED", Map.of("reason", reason), "the plugin cannot be loaded: " + reason);
            return failed(InstalledPlugin.failed(file, manifest, List.of(fault)));
        }
        PluginCalls calls = new PluginCalls(manifest.id(), classLoader, settings.callDeadline());
        List<PluginFault> faults = new ArrayList<>();
        List<TemplateHandle> templates = templates(manifest, calls, classLoader, faults);
        if (!faults.isEmpty()) {
            calls.stop();
            manager.unloadPlugin(manifest.id());
            return failed(InstalledPlugin.failed(file, manifest, faults));
        }
        return new Loaded(InstalledPlugin.active(file, manifest), List.of(calls), templates);
    }

    private List<TemplateHandle> templates(
            PluginManifest manifest, PluginCalls calls, ClassLoader classLoader, List<PluginFault> faults) {
        PluginAnswer<List<Provided>> answer = calls.call(() -> provided(classLoader));
        List<Provided> provided = switch (answer) {
            case PluginAnswer.Answered<List<Provided>> answered -> answered.value();
            case PluginAnswer.Failed<List<Provided>> failed -> {
                faults.add(new PluginFault(failed.code(), failed.arguments(), failed.message()));
                yield List.of();
            }
        };
        if (!faults.isEmpty()) {
            return List.of();
        }
        checkDeclarations(manifest, provided, faults);
        provided.forEach(template -> checkSchema(template.description(), faults));
        return provided.stream()
                .map(template -> new TemplateHandle(manifest.id(), template.template(), template.description(), calls))
                .toList();
    }

    private static List<Provided> provided(ClassLoader classLoader) {
        List<Provided> provided = new ArrayList<>();
        for (KpiTemplate template : ServiceLoader.load(KpiTemplate.class, classLoader)) {
            provided.add(new Provided(template, TemplateHandle.Description.of(template)));
        }
        return List.copyOf(provided);
    }

    private void checkDeclarations(PluginManifest manifest, List<Provided> provided, List<PluginFault> faults) {
        Set<String> declared = new HashSet<>();
        manifest.extensions().forEach(extension -> declared.add(extension.id()));
        Set<String> found = new HashSet<>();
        for (Provided template : provided) {
            String id = template.description().id();
            if (!declared.contains(id)) {
                extension("EXTENSION_NOT_DECLARED", id, "is provided but not declared", faults);
            } else if (!found.add(id)) {
                extension("EXTENSION_DUPLICATE", id, "is provided twice", faults);
            } else if (templateIds.contains(id)) {
                extension("EXTENSION_DUPLICATE", id, "is provided by another plugin already", faults);
            }
        }
        declared.stream()
                .filter(id -> !found.contains(id))
                .sorted()
                .forEach(id -> extension("EXTENSION_NOT_PROVIDED", id, "is declared but not provided", faults));
        if (faults.isEmpty()) {
            templateIds.addAll(found);
        }
    }

    private static void extension(String code, String id, String wrong, List<PluginFault> faults) {
        faults.add(new PluginFault(
                code,
                Map.of("type", TemplateHandle.EXTENSION_TYPE, "id", id),
                "the extension " + TemplateHandle.EXTENSION_TYPE + " " + id + " " + wrong));
    }

    private void checkSchema(TemplateHandle.Description description, List<PluginFault> faults) {
        if (!isObject(description.parameterSchema())) {
            faults.add(new PluginFault(
                    "EXTENSION_SCHEMA_INVALID",
                    Map.of("id", description.id(), "limit", String.valueOf(TemplateHandle.MAX_SCHEMA_CHARACTERS)),
                    "the parameter schema of " + description.id() + " is not a JSON object of at most "
                            + TemplateHandle.MAX_SCHEMA_CHARACTERS + " characters"));
        }
    }

    private boolean isObject(String schema) {
        try {
            return schema.length() <= TemplateHandle.MAX_SCHEMA_CHARACTERS
                    && json.readTree(schema).isObject();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static Loaded failed(InstalledPlugin plugin) {
        return new Loaded(plugin, List.of(), List.of());
    }
}
