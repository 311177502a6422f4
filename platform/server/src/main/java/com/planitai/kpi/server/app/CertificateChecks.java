package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Check.Finding;
import com.planitai.kpi.tenancy.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whether certificates that connections depend on hold, and for long enough. */
final class CertificateChecks {
    /** Time that a person needs to renew one. */
    static final Duration LEAST_VALIDITY = Duration.ofDays(14);

    private static final String CLIENT_CERTIFICATE = "sslcert";
    private static final Set<String> ENCRYPTED = Set.of("require", "verify-ca", "verify-full");
    private static final List<String> FILES = List.of("sslrootcert", CLIENT_CERTIFICATE);

    private final Clock clock;

    CertificateChecks(Clock clock) {
        this.clock = clock;
    }

    /** The files that DATABASE_URL names, and what the database itself shows. */
    List<Check> of(Configuration configuration) {
        List<Check> checks = new ArrayList<>();
        DatabaseSettings database = configuration.database();
        if (database != null) {
            FILES.stream()
                    .filter(database.parameters()::containsKey)
                    .map(parameter ->
                            file(parameter, Path.of(database.parameters().get(parameter))))
                    .forEach(checks::add);
            if (ENCRYPTED.contains(database.parameters().getOrDefault("sslmode", ""))) {
                checks.add(
                        presented("certificate of the database", TlsPeer.postgres(database.host(), database.port())));
            }
        }
        return checks;
    }

    /** The authorities that the JVM trusts when nothing else is said: object store, AI providers, mail. */
    static Check trustStore() {
        return new Check("trust store", () -> {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            int authorities = 0;
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trusted) {
                    authorities += trusted.getAcceptedIssuers().length;
                }
            }
            return List.of(
                    authorities > 0
                            ? Finding.good("trust store", authorities + " authorities")
                            : Finding.bad(
                                    "trust store",
                                    "no authority in it: every encrypted connection will be refused; repair the Java "
                                            + "installation, or javax.net.ssl.trustStore"));
        });
    }

    /** A certificate that the other side of a connection shows. */
    Check presented(String what, TlsPeer peer) {
        return new Check(what, () -> {
            try {
                return List.of(judge(what, peer.address(), List.of(peer.certificate()), "let its operator renew it"));
            } catch (IOException failure) {
                return List.of(Finding.bad(
                        what,
                        peer.address() + " shows none: " + failure.getMessage()
                                + "; turn TLS on there, or correct the address"));
            }
        });
    }

    private Check file(String parameter, Path file) {
        String what = "certificate file of " + parameter;
        return new Check(what, () -> {
            try (InputStream in = Files.newInputStream(file)) {
                Collection<? extends Certificate> found =
                        CertificateFactory.getInstance("X.509").generateCertificates(in);
                List<X509Certificate> certificates = found.stream()
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast)
                        .toList();
                return List.of(
                        certificates.isEmpty()
                                ? Finding.bad(what, file + " holds no certificate: put the PEM file there")
                                : judge(what, file.toString(), inUse(parameter, certificates), "replace the file"));
            } catch (IOException | GeneralSecurityException unreadable) {
                return List.of(Finding.bad(
                        what, file + " cannot be read as PEM certificates: put the file there, readable by this user"));
            }
        });
    }

    /** A client shows the first certificate of its file; those behind it only lead to an authority. */
    private static List<X509Certificate> inUse(String parameter, List<X509Certificate> certificates) {
        return parameter.equals(CLIENT_CERTIFICATE) ? List.of(certificates.getFirst()) : certificates;
    }

    /** A bundle is as good as the best in it: authorities are added long before older ones end. */
    private Finding judge(String what, String where, List<X509Certificate> certificates, String remedy) {
        Instant now = clock.instant();
        Instant end = certificates.stream()
                .filter(certificate -> !certificate.getNotBefore().toInstant().isAfter(now))
                .map(certificate -> certificate.getNotAfter().toInstant())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        if (end.equals(Instant.MIN)) {
            return Finding.bad(what, where + " is not valid yet: look at the clock of this machine, or " + remedy);
        }
        String day = end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        if (end.isBefore(now)) {
            return Finding.bad(what, where + " expired on " + day + ": " + remedy);
        }
        return end.isBefore(now.plus(LEAST_VALIDITY))
                ? Finding.bad(what, where + " expires on " + day + ": " + remedy + " before that")
                : Finding.good(what, where + " valid until " + day);
    }
}
