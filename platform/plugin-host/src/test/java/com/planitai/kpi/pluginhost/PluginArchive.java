package com.planitai.kpi.pluginhost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes archives of plugins from source text, good and bad ones. */
final class PluginArchive {
    private static final String SERVICE = "classes/META-INF/services/com.planitai.kpi.spi.KpiTemplate";

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static PluginArchive empty() {
        return new PluginArchive();
    }

    /** A plugin with one template of the same id, whose class body is completed by the given members. */
    static PluginArchive template(String id, String members) throws IOException {
        return empty().manifest(id, ">=0.1.0 <0.2.0").classes("example.Template", templateSource(id, members));
    }

    static String templateSource(String id, String members) {
        String standard = members.contains("TemplateDocument instantiate(")
                ? ""
                : "public TemplateDocument instantiate(TemplateParameters p) { return TemplateDocument.builder().build(); }";
        String named = members.contains("LocalizedText name(")
                ? ""
                : "public LocalizedText name() { return LocalizedText.english(\"Name\"); }";
        return """
                package example;
                import com.planitai.kpi.spi.*;
                public class Template implements KpiTemplate {
                    public String id() { return "%s"; }
                    public String version() { return "1.0.0"; }
                    %s
                    public LocalizedText description() { return LocalizedText.english("Description"); }
                    public String parameterSchema() { return "{}"; }
                    %s
                    %s
                }
                """.formatted(id, named, standard, members);
    }

    PluginArchive manifest(String id, String spi) {
        return text("plugin.json", """
                {"id": "%s", "version": "1.2.3", "name": {"en": "Plugin", "ko": "플러그인"}, "description": "Tests",
                 "provider": "Tests", "spi": "%s",
                 "extensions": [{"type": "kpi-template", "id": "%s", "name": "Template"}]}
                """.formatted(id, spi, id));
    }

    PluginArchive text(String name, String content) {
        return bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    PluginArchive bytes(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginArchive classes(String name, String source) throws IOException {
        text(SERVICE, name);
        return compiled(name, source, "");
    }

    /** Compiles one class into the archive's classes. */
    PluginArchive compiled(String name, String source, String moreClassPath) throws IOException {
        compile(name, source, moreClassPath).forEach((file, content) -> bytes("classes/" + file, content));
        return this;
    }

    /** Compiles one class into a jar of its own in the archive's libraries. */
    PluginArchive library(String jar, String name, String source) throws IOException {
        return bytes("lib/" + jar, zip(compile(name, source, "")));
    }

    byte[] toBytes() throws IOException {
        return zip(entries);
    }

    Path writeTo(Path folder, String file) throws IOException {
        return Files.write(folder.resolve(file), toBytes());
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    static Map<String, byte[]> compile(String name, String source, String moreClassPath) throws IOException {
        Path output = Files.createTempDirectory("compiled");
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        String classPath = System.getProperty("java.class.path") + System.getProperty("path.separator") + moreClassPath;
        var task = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        null,
                        List.of("-d", output.toString(), "-cp", classPath, "-proc:none"),
                        null,
                        List.of(file));
        if (!task.call()) {
            throw new IllegalArgumentException("the source of " + name + " does not compile");
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (var paths = Files.walk(output)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                classes.put(output.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        WorkFolder.delete(output);
        return classes;
    }
}
