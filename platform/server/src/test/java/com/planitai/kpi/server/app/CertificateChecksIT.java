package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.app.Check.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With certificates that the JDK's keytool makes, and a server that shows one. */
class CertificateChecksIT {
    private static final int VALID_DAYS = 90;
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Path store;
    private static Instant today;

    @BeforeAll
    static void makeCertificate() throws Exception {
        store = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-validity", Integer.toString(VALID_DAYS));
        today = Clock.systemUTC().instant();
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    @Test
    void findsAValidFileWell() throws Exception {
        assertThat(file(certificate, today))
                .startsWith("ok    certificate file of sslrootcert: " + certificate + " valid until ");
    }

    @Test
    void findsAnExpiredFileWrong() throws Exception {
        assertThat(file(certificate, today.plus(Duration.ofDays(VALID_DAYS + 1))))
                .startsWith("WRONG ")
                .contains(certificate + " expired on ", "replace the file");
    }

    @Test
    void warnsWhileThereIsTimeToRenew() throws Exception {
        assertThat(file(certificate, today.plus(Duration.ofDays(VALID_DAYS - 3))))
                .startsWith("WRONG ")
                .contains(" expires on ");
    }

    @Test
    void suspectsTheClockBeforeTheCertificateBegins() throws Exception {
        assertThat(file(certificate, today.minus(Duration.ofDays(2))))
                .startsWith("WRONG ")
                .contains("not valid yet", "clock of this machine");
    }

    @Test
    void findsAFileThatIsNoCertificateWrong() throws Exception {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path missing = folder.resolve("missing.pem");

        for (Path path : List.of(text, empty, missing)) {
            assertThat(file(path, today)).startsWith("WRONG ").contains(path.toString(), "put the");
        }
    }

    @Test
    void looksAtTheCertificateThatTheDatabaseShows() throws Exception {
        assertThat(shown(today)).startsWith("ok    certificate of the database: 127.0.0.1:");
        assertThat(shown(today.plus(Duration.ofDays(VALID_DAYS + 1))))
                .startsWith("WRONG certificate of the database: ")
                .contains(" expired on ");
    }

    @Test
    void saysWhenTheDatabaseOffersNoTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() ->
                            answer(server, socket -> socket.getOutputStream().write('N')));

            assertThat(examine(requiringTls(server.getLocalPort()), today).getFirst())
                    .startsWith("WRONG certificate of the database: ")
                    .contains("it offers no TLS");
        }
    }

    @Test
    void countsTheAuthoritiesThatTheJvmTrusts() throws Exception {
        assertThat(CertificateChecks.trustStore().look().call())
                .singleElement()
                .satisfies(finding -> assertThat(finding.well()).isTrue());
    }

    private static String file(Path path, Instant now) throws Exception {
        return examine("postgresql://kpi@db/kpi?sslrootcert=" + path, now).getFirst();
    }

    private static String shown(Instant now) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answer(server, CertificateChecksIT::speakTls));
            return examine(requiringTls(server.getLocalPort()), now).getFirst();
        }
    }

    private static String requiringTls(int port) {
        return "postgresql://kpi@127.0.0.1:" + port + "/kpi?sslmode=require";
    }

    private static List<String> examine(String url, Instant now) throws InterruptedException {
        Configuration configuration = ConfigurationReader.read(Map.of("DATABASE_URL", url), "0.0.0.0");
        return new Doctor(Doctor.DEADLINE, System::nanoTime)
                .examine(new CertificateChecks(Clock.fixed(now, ZoneOffset.UTC)).of(configuration)).stream()
                        .map(Finding::toString)
                        .toList();
    }

    private interface Conversation {
        void with(Socket socket) throws Exception;
    }

    /** The beginning of the PostgreSQL protocol: whoever asks for TLS is answered. */
    private static void answer(ServerSocket server, Conversation conversation) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().readNBytes(Long.BYTES);
            conversation.with(socket);
        } catch (Exception ended) {
            // The other side hangs up as soon as it has seen the certificate.
        }
    }

    private static void speakTls(Socket socket) throws Exception {
        socket.getOutputStream().write('S');
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        try (SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true)) {
            encrypted.setUseClientMode(false);
            encrypted.startHandshake();
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                arguments[0],
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
