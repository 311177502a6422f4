package com.planitai.kpi.server.listener;

import com.planitai.kpi.server.http.Digests;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The web app's files, held in memory: hashed assets for ever, {@code index.html} for every other path so that the app's own
 * addresses can be opened directly.
 */
public final class StaticSite {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8",
            "webmanifest", "application/manifest+json");
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final int ETAG_CHARACTERS = 24;

    private static final class Asset {
        private final byte[] plain;
        private final byte @Nullable [] gzip;
        private final byte @Nullable [] brotli;
        private final String type;
        private final String etag;

        Asset(byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli, String type) {
            this.plain = plain;
            this.gzip = gzip;
            this.brotli = brotli;
            this.type = type;
            this.etag = Digests.hex(plain).substring(0, ETAG_CHARACTERS);
        }
    }

    private final Map<String, Asset> assets;

    private StaticSite(Map<String, Asset> assets) {
        this.assets = assets;
    }

    /** Reads the folder once; an absent folder is a site without pages. */
    public static StaticSite load(Path folder) {
        Map<String, Asset> assets = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    if (!name.endsWith(".gz") && !name.endsWith(".br")) {
                        assets.put("/" + name, asset(file));
                    }
                }
            } catch (IOException exception) {
                throw new UncheckedIOException("the web app's files in " + folder + " cannot be read", exception);
            }
        }
        return new StaticSite(Map.copyOf(assets));
    }

    /** Whether there is something to show for this path. */
    boolean has(String path) {
        return assets.containsKey(file(path));
    }

    /** Answers a GET outside the API, for a path that it has. */
    void serve(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        SecurityHeaders.forSite(response);
        response.header(HeaderNames.CACHE_CONTROL, isHashed(path) ? FOREVER : "no-cache");
        response.header(HeaderNames.VARY, "Accept-Encoding");
        send(request, response, Objects.requireNonNull(assets.get(file(path))));
    }

    /** The app's own addresses, which look like no file, all show the app. */
    private String file(String path) {
        boolean address = !assets.containsKey(path)
                && !isHashed(path)
                && !path.substring(path.lastIndexOf('/') + 1).contains(".");
        return address ? "/index.html" : path;
    }

    private static boolean isHashed(String path) {
        return path.startsWith("/assets/");
    }

    private static void send(ServerRequest request, ServerResponse response, Asset asset) {
        String accepted = request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("");
        byte[] body = asset.plain;
        String etag = asset.etag;
        if (asset.brotli != null && accepted.contains("br")) {
            body = asset.brotli;
            etag += "-br";
            response.header(HeaderNames.CONTENT_ENCODING, "br");
        } else if (asset.gzip != null && accepted.contains("gzip")) {
            body = asset.gzip;
            etag += "-gz";
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        String quoted = '"' + etag + '"';
        response.header(HeaderNames.ETAG, quoted);
        if (request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(tags -> tags.contains(quoted))
                .isPresent()) {
            response.status(304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type);
        Bodies.send(request, response, body);
    }

    private static Asset asset(Path file) throws IOException {
        byte[] plain = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new Asset(plain, twin(file, ".gz"), twin(file, ".br"), type);
    }

    private static byte @Nullable [] twin(Path file, String ending) throws IOException {
        Path twin = file.resolveSibling(file.getFileName() + ending);
        return Files.isRegularFile(twin) ? Files.readAllBytes(twin) : null;
    }
}
