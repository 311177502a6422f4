package com.planitai.kpi.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.RequestSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The published contract, and the checks that it gives us. */
final class OpenApi {
    private final byte[] text;

    private OpenApi(byte[] text) {
        this.text = text;
    }

    static OpenApi load() {
        try (InputStream file = Objects.requireNonNull(
                OpenApi.class.getResourceAsStream("/openapi.yaml"), "openapi.yaml is part of the program")) {
            return new OpenApi(file.readAllBytes());
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    byte[] text() {
        return text.clone();
    }

    JsonNode document() {
        try {
            return Json.YAML.readTree(text);
        } catch (IOException exception) {
            throw new UncheckedIOException("openapi.yaml is not YAML", exception);
        }
    }

    RequestSchemas schemas() {
        return new RequestSchemas(document());
    }
}
