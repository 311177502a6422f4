package com.planitai.kpi.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginHostIT {
    private static final Duration SHORT_DEADLINE = Duration.ofMillis(500);
    private static final Duration LONG_DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Path archives;

    @BeforeEach
    void createFolder() throws IOException {
        archives = Files.createDirectory(folder.resolve("archives"));
    }

    @Test
    void listsAndInstantiatesTemplateOfGoodArchive() throws IOException {
        PluginArchive.template("good", "").writeTo(archives, "good.zip");
        try (PluginHost host = open(LONG_DEADLINE)) {
            assertThat(host.plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.state()).isEqualTo(InstalledPlugin.State.ACTIVE);
                assertThat(plugin.id()).isEqualTo("good");
                assertThat(plugin.version()).isEqualTo("1.2.3");
                assertThat(plugin.name().in("ko")).isEqualTo("플러그인");
                assertThat(plugin.extensions())
                        .extracting(InstalledExtension::id)
                        .containsExactly("good");
            });
            assertThat(instantiate(host, "good")).isInstanceOf(PluginAnswer.Answered.class);
        }
    }

    @Test
    void hasNoPluginsWhereThereIsNoFolder() {
        var settings = PluginHostSettings.of(folder.resolve("absent"), folder.resolve("work"));
        try (PluginHost host = PluginHost.open(settings)) {
            assertThat(host.plugins()).isEmpty();
        }
    }

    @Test
    void skipsBrokenArchivesAndLoadsTheOthers() throws IOException {
        Files.writeString(archives.resolve("corrupt.zip"), "this is no zip file at all");
        PluginArchive.empty().text("classes/readme.txt", "hello").writeTo(archives, "no-manifest.zip");
        PluginArchive.empty().text("plugin.json", "{\"id\": ").writeTo(archives, "half-manifest.zip");
        PluginArchive.empty().manifest("future", ">=9.0.0").writeTo(archives, "future.zip");
        PluginArchive.template("thrower", "public Template() { throw new StackOverflowError(\"deep\"); }")
                .writeTo(archives, "thrower.zip");
        PluginArchive.empty().manifest("hollow", ">=0.1.0").writeTo(archives, "hollow.zip");
        PluginArchive.template("good", "").writeTo(archives, "good.zip");
        PluginArchive.template("good", "").writeTo(archives, "good-again.zip");
        try (PluginHost host = open(LONG_DEADLINE)) {
            assertThat(codes(host, "corrupt.zip")).containsExactly("ARCHIVE_UNREADABLE");
            assertThat(codes(host, "no-manifest.zip")).containsExactly("MANIFEST_MISSING");
            assertThat(codes(host, "half-manifest.zip")).containsExactly("MANIFEST_UNREADABLE");
            assertThat(codes(host, "future.zip")).containsExactly("SPI_RANGE_UNSATISFIED");
            assertThat(codes(host, "thrower.zip")).containsExactly("PLUGIN_THREW");
            assertThat(codes(host, "hollow.zip")).containsExactly("EXTENSION_NOT_PROVIDED");
            assertThat(codes(host, "good.zip")).containsExactly("PLUGIN_DUPLICATE");
            assertThat(codes(host, "good-again.zip")).isEmpty();
            assertThat(host.templates()).extracting(TemplateHandle::id).containsExactly("good");
        }
    }

    @Test
    void endsEndlessCallAtItsDeadlineAndBoundsThem() throws IOException {
        PluginArchive.template("endless", """
                        private static volatile long count;
                        public TemplateDocument instantiate(TemplateParameters p) { while (true) { count++; } }
                        """).writeTo(archives, "endless.zip");
        try (PluginHost host = open(SHORT_DEADLINE)) {
            for (int call = 0; call < PluginCalls.MAX_CONCURRENT_CALLS; call++) {
                assertThat(failure(host, "endless").code()).isEqualTo("PLUGIN_TIMED_OUT");
            }
            assertThat(failure(host, "endless")).satisfies(busy -> {
                assertThat(busy.code()).isEqualTo("PLUGIN_BUSY");
                assertThat(busy.arguments()).containsEntry("plugin", "endless").containsEntry("limit", "4");
            });
        }
    }

    @Test
    void reportsWhateverPluginThrowsAsText() throws IOException {
        PluginArchive.template("hostile", """
                        public TemplateDocument instantiate(TemplateParameters p) {
                            if (p.names().isEmpty()) { return null; }
                            if (p.text("currency").isPresent()) { throw new InvalidParameterException("currency", "bad"); }
                            throw new Error() { public String getMessage() { throw new OutOfMemoryError("no"); } };
                        }
                        """).writeTo(archives, "hostile.zip");
        try (PluginHost host = open(LONG_DEADLINE)) {
            TemplateHandle template = host.template("hostile").orElseThrow();
            assertThat(failure(host, "hostile").code()).isEqualTo("PLUGIN_ANSWER_INVALID");
            var flag = TemplateParameters.builder().flag("x", true).build();
            assertThat(failure(template.instantiate(flag)).code()).isEqualTo("PLUGIN_THREW");
            var text = TemplateParameters.builder().text("currency", "?").build();
            assertThat(failure(template.instantiate(text)).code()).isEqualTo("TEMPLATE_PARAMETER_INVALID");
            assertThat(failure(template.instantiate(text)).arguments())
                    .isEqualTo(Map.of("parameter", "currency", "reason", "bad"));
        }
    }

    @Test
    void refusesDocumentThatIsTooLarge() throws IOException {
        PluginArchive.template("huge", """
                        public TemplateDocument instantiate(TemplateParameters p) {
                            var name = LocalizedText.of("x".repeat(2000), "x".repeat(2000), "x".repeat(2000));
                            var document = TemplateDocument.builder();
                            for (int i = 0; i < 1000; i++) {
                                document.kpi(TemplateKpi.builder().code("k" + i).name(name).unit(KpiUnit.number())
                                    .rollup(Rollup.SUM).direction(Direction.up()).build());
                            }
                            return document.build();
                        }
                        """).writeTo(archives, "huge.zip");
        try (PluginHost host = open(LONG_DEADLINE)) {
            assertThat(failure(host, "huge").arguments()).containsEntry("limit", "4000000");
        }
    }

    @Test
    void givesEachPluginItsOwnVersionOfLibrary() throws IOException {
        for (String version : List.of("one", "two")) {
            String library = "package library; public class Greeting { public static String text() { return \""
                    + version + "\"; } }";
            Path compiled = Files.createDirectories(folder.resolve("library-" + version + "/library"));
            byte[] bytes = PluginArchive.compile("library.Greeting", library, "")
                    .values()
                    .iterator()
                    .next();
            Files.write(compiled.resolve("Greeting.class"), bytes);
            String name = "public LocalizedText name() { return LocalizedText.english(library.Greeting.text()); }";
            PluginArchive.empty()
                    .manifest(version, "0.1.0")
                    .text("classes/META-INF/services/com.planitai.kpi.spi.KpiTemplate", "example.Template")
                    .compiled(
                            "example.Template",
                            PluginArchive.templateSource(version, name),
                            folder.resolve("library-" + version).toString())
                    .library("greeting.jar", "library.Greeting", library)
                    .writeTo(archives, version + ".zip");
        }
        try (PluginHost host = open(LONG_DEADLINE)) {
            assertThat(host.templates())
                    .extracting(template -> template.name().english())
                    .containsExactly("one", "two");
        }
    }

    @Test
    void hidesProductAndItsLibrariesFromPlugins() throws IOException {
        PluginArchive.template("curious", """
                        public LocalizedText name() {
                            var seen = new java.util.ArrayList<String>(java.util.List.of("seen"));
                            for (String name : java.util.List.of(
                                    "com.fasterxml.jackson.databind.ObjectMapper", "org.slf4j.Logger", "org.pf4j.Plugin",
                                    "com.planitai.kpi.pluginhost.PluginHost", "java.sql.Connection")) {
                                try { Class.forName(name); seen.add(name); } catch (ClassNotFoundException hidden) { }
                                try { Thread.currentThread().getContextClassLoader().loadClass(name); seen.add(name); }
                                catch (ClassNotFoundException hidden) { }
                            }
                            return LocalizedText.english(String.join(" ", seen));
                        }
                        """).writeTo(archives, "curious.zip");
        try (PluginHost host = open(LONG_DEADLINE)) {
            assertThat(host.templates())
                    .extracting(template -> template.name().english())
                    .containsExactly("seen java.sql.Connection java.sql.Connection");
        }
    }

    @Test
    void removesUnpackedFilesAndRefusesCallsOnceClosed() throws IOException {
        PluginArchive.template("good", "").writeTo(archives, "good.zip");
        TemplateHandle template;
        try (PluginHost host = open(LONG_DEADLINE)) {
            template = host.template("good").orElseThrow();
        }
        assertThat(failure(template.instantiate(TemplateParameters.none())).code())
                .isEqualTo("PLUGIN_STOPPED");
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void removesWhatKilledProcessLeftBehind() throws IOException {
        Path left = Files.createDirectories(folder.resolve("work/plugins-999999999-left/classes"));
        open(LONG_DEADLINE).close();
        assertThat(left.getParent()).doesNotExist();
    }

    private PluginHost open(Duration deadline) {
        return PluginHost.open(
                new PluginHostSettings(archives, folder.resolve("work"), ArchiveLimits.standard(), deadline));
    }

    private static PluginAnswer<TemplateDocument> instantiate(PluginHost host, String id) {
        return host.template(id).orElseThrow().instantiate(TemplateParameters.none());
    }

    private static PluginAnswer.Failed<TemplateDocument> failure(PluginHost host, String id) {
        return failure(instantiate(host, id));
    }

    private static PluginAnswer.Failed<TemplateDocument> failure(PluginAnswer<TemplateDocument> answer) {
        return switch (answer) {
            case PluginAnswer.Failed<TemplateDocument> failed -> failed;
            case PluginAnswer.Answered<TemplateDocument> answered ->
                throw new AssertionError("expected a failure, was " + answered);
        };
    }

    private static List<String> codes(PluginHost host, String archive) {
        return host.plugins().stream()
                .filter(plugin -> plugin.archive().equals(archive))
                .flatMap(plugin -> plugin.faults().stream())
                .map(PluginFault::code)
                .toList();
    }
}
