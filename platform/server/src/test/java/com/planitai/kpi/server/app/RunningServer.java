package com.planitai.kpi.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.coordination.RedisSettings;
import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.identity.IdentitySettings;
import com.planitai.kpi.server.listener.ListenerSettings;
import com.planitai.kpi.server.observation.ObservationSettings;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The whole program on free ports and a fresh database. Register it in a static field: {@link #shared} is started once for all
 * test classes, {@link #ofItsOwn} for one class that stops it or moves its clock.
 */
final class RunningServer implements BeforeAllCallback, AfterAllCallback {
    static final String OPERATOR_EMAIL = "operator@example.com";
    static final Duration DRAIN_TIME = Duration.ofSeconds(10);
    static final String PASSWORD = "correct horse battery";

    private static final Path BUNDLED_PLUGINS = Path.of("..", "..", "plugins", "target", "archives");
    private static final Namespace NAMESPACE = Namespace.create(RunningServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private final boolean shared;
    private final ServerSetup setup;
    private @Nullable Instance instance;

    /** Who is signed in, with everything that a request of theirs needs. */
    record Person(String tenant, String email, String token, String cookie) {}

    private RunningServer(boolean shared, ServerSetup setup) {
        this.shared = shared;
        this.setup = setup;
    }

    static RunningServer shared() {
        return new RunningServer(true, ServerSetup.USUAL);
    }

    static RunningServer ofItsOwn(Clock clock) {
        return new RunningServer(false, ServerSetup.USUAL.at(clock));
    }

    static RunningServer closedToNewcomers() {
        return new RunningServer(false, ServerSetup.USUAL.with(IdentitySettings.SignUp.CLOSED));
    }

    static RunningServer observed(ObservationSettings observation) {
        return new RunningServer(false, ServerSetup.USUAL.with(observation));
    }

    /** With the limits of production, behind one reverse proxy; all other servers let tests ask as often as they like. */
    static RunningServer rateLimited() {
        return new RunningServer(false, ServerSetup.USUAL.limited());
    }

    static RunningServer withFilesIn(BucketSettings bucket) {
        return new RunningServer(false, ServerSetup.USUAL.with(bucket));
    }

    static RunningServer coordinatedBy(RedisSettings redis) {
        return new RunningServer(false, ServerSetup.USUAL.with(redis));
    }

    /** With the plugins that the build makes; other servers have none. */
    static RunningServer withBundledPlugins() {
        return new RunningServer(false, ServerSetup.USUAL.withBundledPlugins());
    }

    /** One more instance on the same database and bucket; register it after the first. */
    static RunningServer beside(RunningServer first) {
        return new RunningServer(false, first.setup.beside(first));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        instance = shared
                ? context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent("shared", key -> Instance.start(context, setup), Instance.class)
                : Instance.start(context, setup);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (!shared) {
            instance().close();
        }
    }

    Platform platform() {
        return instance().platform;
    }

    List<Route> routes() {
        return platform().routes();
    }

    DatabaseSettings database() {
        return instance().database;
    }

    String address() {
        return "http://127.0.0.1:" + platform().port();
    }

    /** A new tenant's owner. */
    Person signUp() {
        return signUp("tenant-" + TENANTS.incrementAndGet());
    }

    Person signUp(String slug) {
        String email = "owner@" + slug + ".example";
        HttpResponse<String> response = post("/api/v1/auth/signup", null, """
                {"organization": {"slug": "%s", "name": "Organization %s"},
                 "user": {"email": "%s", "name": "Owner", "password": "%s"}}""".formatted(slug, slug, email, PASSWORD));
        require(response, 201);
        return person(slug, email, response);
    }

    /** A new member of the person's tenant, put straight into the database with the owner's password. */
    Person join(Person owner, Role role) {
        String email = role.wireName() + "-" + UUID.randomUUID() + "@" + owner.tenant() + ".example";
        String schema = schema(owner);
        PostgresExtension.execute(
                database(), """
                INSERT INTO %s.member (id, email, name, password_hash, role)
                SELECT '%s', '%s', 'Colleague', password_hash, '%s' FROM %s.member WHERE email = '%s'
                """.formatted(schema, UUID.randomUUID(), email, role.wireName(), schema, owner.email()));
        return logIn(owner.tenant(), email);
    }

    Person logIn(String tenant, String email) {
        HttpResponse<String> response = post("/api/v1/auth/login", null, """
                {"tenant": "%s", "email": "%s", "password": "%s"}""".formatted(tenant, email, PASSWORD));
        require(response, 200);
        return person(tenant, email, response);
    }

    String operatorToken() {
        HttpResponse<String> response =
                post("/api/v1/operator/auth/login", null, """
                {"email": "%s", "password": "%s"}""".formatted(OPERATOR_EMAIL, PASSWORD));
        require(response, 200);
        return json(response).path("accessToken").asText();
    }

    /** The schema that holds the tenant's tables. */
    String schema(Person person) {
        return PostgresExtension.query(
                        database(),
                        "SELECT schema_name FROM directory.tenant WHERE slug = '%s'".formatted(person.tenant()))
                .getFirst();
    }

    HttpResponse<String> get(String path, @Nullable String token, String... headers) {
        return send("GET", path, token, BodyPublishers.noBody(), headers);
    }

    /** Of an answer that may never end, its head. */
    int status(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> response = instance().client.send(request.build(), BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> post(String path, @Nullable String token, String json, String... headers) {
        return send("POST", path, token, BodyPublishers.ofString(json), withType(headers));
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String token, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(PATIENCE)
                .method(method, body);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return instance().client.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class);
    }

    static void require(HttpResponse<String> response, int status) {
        if (response.statusCode() != status) {
            throw new AssertionError("expected " + status + ", got " + response.statusCode() + " " + response.body());
        }
    }

    private static String[] withType(String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Content-Type")) {
                return headers;
            }
        }
        String[] more = new String[headers.length + 2];
        System.arraycopy(headers, 0, more, 0, headers.length);
        more[headers.length] = "Content-Type";
        more[headers.length + 1] = "application/json";
        return more;
    }

    private static Person person(String tenant, String email, HttpResponse<String> session) {
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
        return new Person(
                tenant,
                email,
                json(session).path("accessToken").asText(),
                cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
    }

    private Instance instance() {
        return Objects.requireNonNull(instance, "register the extension in a static field");
    }

    private static final class Instance implements AutoCloseable {
        private final ExtensionContext context;
        private final PostgresExtension postgres;
        private final DatabaseSettings database;
        private final Path folder;
        private final Platform platform;
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private Instance(
                ExtensionContext context,
                PostgresExtension postgres,
                DatabaseSettings database,
                Path folder,
                Platform platform) {
            this.context = context;
            this.postgres = postgres;
            this.database = database;
            this.folder = folder;
            this.platform = platform;
        }

        static Instance start(ExtensionContext context, ServerSetup setup) {
            PostgresExtension postgres = new PostgresExtension();
            postgres.beforeAll(context);
            RunningServer first = setup.first();
            DatabaseSettings database = first == null ? postgres.freshDatabase() : first.database();
            try {
                Path folder = Files.createTempDirectory("kpi-server");
                Path plugins = setup.bundledPlugins()
                        ? BUNDLED_PLUGINS
                        : Files.createDirectories(folder.resolve("no-plugins"));
                Configuration configuration = new Configuration(
                        Configuration.EnvironmentName.DEVELOPMENT,
                        new ListenerSettings(
                                "127.0.0.1",
                                0,
                                0,
                                folder.resolve("no-site"),
                                DRAIN_TIME,
                                Duration.ZERO,
                                setup.rateLimited() ? 1 : 0),
                        new IdentitySettings(
                                Duration.ofMinutes(5),
                                setup.signUp(),
                                new IdentitySettings.FirstOperator(OPERATOR_EMAIL, PASSWORD)),
                        setup.observation(),
                        database,
                        setup.bucket(),
                        setup.redis(),
                        setup.rateLimited(),
                        Base64.getEncoder().encodeToString(PostgresExtension.masterKey()),
                        folder.resolve("data"),
                        plugins);
                return new Instance(context, postgres, database, folder, Platform.start(configuration, setup.clock()));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws SQLException, IOException {
            client.close();
            platform.close();
            postgres.afterAll(context);
            try (var files = Files.walk(folder)) {
                for (Path file : files.collect(Collectors.toList()).reversed()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Fields of a problem document that differ between two requests whatever they ask for. */
    static Map<String, Object> comparable(HttpResponse<String> response, String... echoes) {
        String body = response.body();
        for (String echo : echoes) {
            body = body.replace(echo, "…");
        }
        Map<String, List<String>> headers = response.headers().map().entrySet().stream()
                .filter(header -> !List.of("date", "x-request-id")
                        .contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return Map.of(
                "status",
                response.statusCode(),
                "headers",
                headers,
                "body",
                body.replaceAll("\"traceId\":\"[0-9a-f]+\"", "\"traceId\":\"…\""));
    }
}
