package com.planitai.kpi.server.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The log as the program writes it, with the program's own configuration and everything that our code has to say. */
final class LogFile implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Reads an object that names a field twice as the fault it is. */
    private static final ObjectMapper STRICT = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private @Nullable Path file;

    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
        file = Files.createTempFile("kpi", ".log");
        configure("/logback.xml");
        context().getLogger("com.planitai").setLevel(Level.TRACE);
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        configure("/logback-test.xml");
        Files.delete(file());
    }

    String text() {
        try {
            return Files.readString(file());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<JsonNode> lines() {
        return text().lines().map(LogFile::object).toList();
    }

    /** The first line like this; an access line is written after its answer was sent. */
    JsonNode await(Predicate<JsonNode> like) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            String text = text();
            // What stands behind the last line end is still being written.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                JsonNode object = object(line);
                if (like.test(object)) {
                    return object;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("no such line in\n" + text());
    }

    /** The access line of the request with this id. */
    JsonNode access(String requestId) {
        return await(line -> line.path("event").asText().equals("request")
                && line.path("requestId").asText().equals(requestId));
    }

    private static JsonNode object(String line) {
        try {
            return STRICT.readTree(line);
        } catch (IOException noObject) {
            throw new UncheckedIOException(line, noObject);
        }
    }

    private void configure(String name) {
        URL configuration = Objects.requireNonNull(LogFile.class.getResource(name));
        LoggerContext context = context();
        context.reset();
        context.putProperty("LOG_TO", "FILE");
        context.putProperty("LOG_FILE", file().toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Path file() {
        return Objects.requireNonNull(file, "register the extension in a static field");
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
