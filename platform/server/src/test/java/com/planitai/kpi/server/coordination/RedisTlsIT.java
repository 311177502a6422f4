package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://} with a certificate for {@code localhost}; a process of its own trusts it, or does not. */
class RedisTlsIT {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static RedisServer server;

    @BeforeAll
    static void start() throws Exception {
        makeCertificate(365, "server.p12");
        server = RedisServer.start(
                "--tls-port",
                "PORT",
                "--port",
                "0",
                "--tls-cert-file",
                folder.resolve("certificate.pem").toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-auth-clients",
                "no");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connectsToTheHostThatTheCertificateNames() throws Exception {
        assertThat(probe("localhost", folder.resolve("server.p12")))
                .containsExactly("Usable with certificate", "counts");
    }

    @Test
    void refusesAnotherHostWithTheSameCertificate() throws Exception {
        assertThat(probe("127.0.0.1", folder.resolve("server.p12"))).containsExactly("Unusable", "alone");
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        RedisSettings settings = new RedisSettings("localhost", server.port(), null, RedisServer.PASSWORD, 0, true);

        assertThat(CoordinationFeature.check(settings, Clock.systemUTC()))
                .isInstanceOfSatisfying(
                        RedisState.Unusable.class,
                        unusable -> assertThat(unusable.reason()).contains("no trusted TLS connection"));
    }

    /** What the check says and whether the instance counts, in a JVM that trusts this store alone. */
    private static List<String> probe(String host, Path trusted) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djavax.net.ssl.trustStore=" + trusted,
                        "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TlsProbe.class.getName(),
                        host,
                        Integer.toString(server.port()))
                .redirectError(folder.resolve("probe-errors").toFile())
                .start();
        String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor())
                .as(Files.readString(folder.resolve("probe-errors")))
                .isZero();
        return said.lines().filter(line -> !line.startsWith("{")).toList();
    }

    private static void makeCertificate(int days, String store) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-keyalg", "RSA"));
        command.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost", "-alias", "redis"));
        command.addAll(List.of("-validity", Integer.toString(days), "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", folder.resolve(store).toString(), "-storepass", STORE_PASSWORD));
        Process making = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(making.waitFor()).as(said).isZero();

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve(store))) {
            keys.load(file, STORE_PASSWORD.toCharArray());
        }
        pem("certificate.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        pem(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("redis", STORE_PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(String file, String type, byte[] content) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + type + "-----\n");
    }
}
