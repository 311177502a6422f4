package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.server.app.RunningServer.Person;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Role;
import com.planitai.kpi.server.http.Route;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deny by default, line by line of the table of routes. */
class RouteTableIT {
    @RegisterExtension
    static final RunningServer SERVER = RunningServer.shared();

    private static final Path PINNED = Path.of("src/test/resources/routes.txt");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Map<Access, String> TOKENS = new EnumMap<>(Access.class);

    @BeforeAll
    static void signIn() {
        Person owner = SERVER.signUp();
        TOKENS.put(Access.OWNER, owner.token());
        TOKENS.put(Access.ADMIN, SERVER.join(owner, Role.ADMIN).token());
        TOKENS.put(Access.EDITOR, SERVER.join(owner, Role.EDITOR).token());
        TOKENS.put(Access.VIEWER, SERVER.join(owner, Role.VIEWER).token());
        TOKENS.put(Access.OPERATOR, SERVER.operatorToken());
    }

    @Test
    void isPinned() throws IOException {
        assertThat(table(SERVER.routes())).isEqualTo(Files.readAllLines(PINNED));
    }

    @Test
    void isWhatTheContractSays() {
        List<String> contract = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                OpenApi.load().document().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    contract.add(line(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue().path("x-access").asText("none")));
                }
            }
        }
        assertThat(table(SERVER.routes())).containsExactlyInAnyOrderElementsOf(contract);
    }

    @Test
    void asksForACredential() {
        Map<String, Integer> answers = new LinkedHashMap<>();
        for (Route route : SERVER.routes()) {
            if (route.access() != Access.PUBLIC) {
                answers.put(route.method() + " " + route.path(), call(route, null));
            }
        }
        assertThat(answers)
                .isNotEmpty()
                .allSatisfy((route, status) -> assertThat(status).as(route).isEqualTo(401));
    }

    @Test
    void refusesEveryLesserRole() {
        for (Route route : SERVER.routes()) {
            for (Map.Entry<Access, String> caller : TOKENS.entrySet()) {
                if (!mayCall(caller.getKey(), route.access())) {
                    assertThat(call(route, caller.getValue()))
                            .as("%s as %s", route, caller.getKey())
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void letsInWhoeverMayCall() {
        for (Route route : SERVER.routes()) {
            for (Map.Entry<Access, String> caller : TOKENS.entrySet()) {
                if (mayCall(caller.getKey(), route.access()) && !route.path().endsWith("/logout")) {
                    assertThat(call(route, caller.getValue()))
                            .as("%s as %s", route, caller.getKey())
                            .isNotIn(403, 405, 500);
                }
            }
        }
    }

    @Test
    void saysNothingOfUnknownAddressesToStrangers() {
        assertThat(SERVER.get("/api/v1/no-such-thing", null).statusCode()).isEqualTo(401);
        assertThat(SERVER.get("/api/v1", null).statusCode()).isEqualTo(401);
        assertThat(SERVER.get("/api/v1/operator/no-such-thing", null).statusCode())
                .isEqualTo(401);
        assertThat(SERVER.send("DELETE", "/api/v2/kpis", null, BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(401);
        assertThat(SERVER.get("/api/v1/no-such-thing", TOKENS.get(Access.VIEWER))
                        .statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/v1/operator/no-such-thing", TOKENS.get(Access.OPERATOR))
                        .statusCode())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/v1/auth/no-such-thing", null).statusCode()).isEqualTo(404);
    }

    @Test
    void namesTheMethodsThatAnAddressTakes() {
        Map<String, Set<String>> offered = SERVER.routes().stream()
                .collect(Collectors.groupingBy(
                        Route::path, Collectors.mapping(Route::method, Collectors.toCollection(TreeSet::new))));
        offered.forEach((path, methods) -> {
            boolean operator = path.startsWith("/api/v1/operator/");
            HttpResponse<String> answer = SERVER.send(
                    "OPTIONS",
                    concrete(path),
                    TOKENS.get(operator ? Access.OPERATOR : Access.VIEWER),
                    BodyPublishers.noBody());
            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            Set<String> allowed = new TreeSet<>(
                    List.of(answer.headers().firstValue("Allow").orElse("").split(", ")));
            assertThat(allowed.remove("HEAD")).as(path).isEqualTo(methods.contains("GET"));
            assertThat(allowed).as(path).isEqualTo(methods);
        });
    }

    @Test
    void answersAHeadLikeTheGetWithoutItsBody() {
        HttpResponse<String> get = SERVER.get("/openapi.yaml", null);
        HttpResponse<String> head = SERVER.send("HEAD", "/openapi.yaml", null, BodyPublishers.noBody());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
    }

    private static boolean mayCall(Access caller, Access route) {
        return switch (route) {
            case PUBLIC -> true;
            case OPERATOR -> caller == Access.OPERATOR;
            case VIEWER, EDITOR, ADMIN, OWNER -> caller != Access.OPERATOR && caller.compareTo(route) >= 0;
        };
    }

    private static int call(Route route, @Nullable String token) {
        return route.method().equals("GET")
                ? SERVER.status(concrete(route.path()), token)
                : SERVER.send(
                                route.method(),
                                concrete(route.path()),
                                token,
                                BodyPublishers.ofString("{}"),
                                "Content-Type",
                                "application/json")
                        .statusCode();
    }

    private static String concrete(String path) {
        return path.replaceAll("\\{[^}]+}", "none");
    }

    private static List<String> table(List<Route> routes) {
        return routes.stream()
                .map(route ->
                        line(route.method(), route.path(), route.access().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static String line(String method, String path, String access) {
        return "%-8s %-6s %s".formatted(access, method, path);
    }
}
