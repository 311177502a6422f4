package com.planitai.kpi.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Fills the demo tenant through the API: a SaaS company with sample months, and Iowa's electricity as it was. Each step looks
 * whether it was done before, so that an interrupted first start goes on where it ended.
 */
final class Demo {
    static final String TENANT = "demo";
    static final String EMAIL = "demo@example.com";
    private static final String IOWA_FILE = "iowa-electricity.csv";

    private static final String SAAS_TEMPLATE = "saas-growth";
    private static final String MAPPING = "iowa-electricity";
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final Duration IMPORT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final DemoClient client;
    private final String password;

    Demo(String base, String password) {
        this.client = new DemoClient(base);
        this.password = password;
    }

    void load() {
        signIn();
        if (client.get("/api/v1/trees/" + SAAS_TEMPLATE).status() == NOT_FOUND) {
            client.post("/api/v1/templates/" + SAAS_TEMPLATE + ":instantiate", Map.of("sampleData", true))
                    .require("make the SaaS tree");
        }
        if (!iowaImported()) {
            loadIowa();
        }
    }

    private void signIn() {
        DemoClient.Reply login = logIn();
        if (!login.isSuccess()) {
            DemoClient.Reply signUp = client.post(
                    "/api/v1/auth/signup",
                    Map.of(
                            "organization",
                            Map.of("slug", TENANT, "name", "Haneul Cloud"),
                            "user",
                            Map.of("email", EMAIL, "name", "Demo", "password", password),
                            "locale",
                            "en",
                            "timeZone",
                            "Asia/Seoul"));
            if (signUp.status() == CONFLICT) {
                throw new StartFailure(
                        "the demo tenant has another password: set DEMO_PASSWORD to it, or start with an empty database");
            }
            login = signUp;
        }
        client.signedIn(login.require("sign in").path("accessToken").asText());
    }

    private DemoClient.Reply logIn() {
        return client.post("/api/v1/auth/login", Map.of("tenant", TENANT, "email", EMAIL, "password", password));
    }

    private boolean iowaImported() {
        JsonNode imports = client.get("/api/v1/imports?limit=500").require("list imports");
        for (JsonNode item : imports.path("items")) {
            if (IOWA_FILE.equals(item.path("fileName").asText())
                    && "SUCCEEDED".equals(item.path("status").asText())) {
                return true;
            }
        }
        return false;
    }

    private void loadIowa() {
        client.post("/api/v1/definition:apply", json("iowa-definition.json")).require("define the Iowa tree");
        if (client.get("/api/v1/import-mappings/" + MAPPING).status() == NOT_FOUND) {
            client.post("/api/v1/import-mappings", json("iowa-mapping.json")).require("save the import mapping");
        }
        JsonNode started = client.post(
                        "/api/v1/imports?mapping=" + MAPPING,
                        resource(IOWA_FILE),
                        Map.of(
                                "Content-Type",
                                "text/csv",
                                "Content-Disposition",
                                "attachment; filename=\"" + IOWA_FILE + "\""))
                .require("import the Iowa file");
        await("/api/v1/imports/" + started.path("id").asText());
    }

    private void await(String path) {
        Instant end = Instant.now().plus(IMPORT_TIMEOUT);
        while (Instant.now().isBefore(end)) {
            JsonNode state = client.get(path).require("follow the import");
            switch (state.path("status").asText()) {
                case "SUCCEEDED" -> {
                    return;
                }
                case "FAILED", "CANCELLED" -> throw new StartFailure("the import of the demo file failed: " + state);
                default -> pause();
            }
        }
        throw new StartFailure("the import of the demo file did not end within " + IMPORT_TIMEOUT.toSeconds() + " s");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("the demo was interrupted", interrupted);
        }
    }

    private static JsonNode json(String name) {
        try {
            return Json.MAPPER.readTree(resource(name));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream file = Objects.requireNonNull(
                Demo.class.getResourceAsStream("/demo/" + name), name + " is part of the program")) {
            return file.readAllBytes();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
