package com.planitai.kpi.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the product's own API, as any other program would. */
final class DemoClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    record Reply(int status, JsonNode body) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** The body of a success. */
        JsonNode require(String what) {
            if (!isSuccess()) {
                throw new StartFailure("the demo could not " + what + ": " + status + " " + body);
            }
            return body;
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private @Nullable String token;

    DemoClient(String base) {
        this.base = base;
    }

    void signedIn(String accessToken) {
        token = accessToken;
    }

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    Reply post(String path, Object body) {
        return send(
                "POST", path, BodyPublishers.ofByteArray(Json.bytes(body)), Map.of("Content-Type", "application/json"));
    }

    Reply post(String path, byte[] file, Map<String, String> headers) {
        return send("POST", path, BodyPublishers.ofByteArray(file), headers);
    }

    private Reply send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).method(method, body);
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            JsonNode answer =
                    response.body().length == 0 ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(response.body());
            return new Reply(response.statusCode(), answer);
        } catch (IOException exception) {
            throw new StartFailure("the demo could not reach the server at " + base, exception);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("the demo was interrupted", interrupted);
        }
    }
}
