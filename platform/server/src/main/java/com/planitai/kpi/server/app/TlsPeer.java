package com.planitai.kpi.server.app;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The other side of an encrypted connection, asked for its certificate and for nothing else. */
final class TlsPeer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** SSLRequest of the PostgreSQL protocol (53.7): its length and its code. */
    private static final int SSL_REQUEST_BYTES = 8;

    private static final int SSL_REQUEST_CODE = 80_877_103;

    private final String host;
    private final int port;

    private TlsPeer(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** Speaks TLS once asked to. */
    static TlsPeer postgres(String host, int port) {
        return new TlsPeer(host, port);
    }

    String address() {
        return host + ":" + port;
    }

    /** The certificate of the peer itself, first in its chain. Whether it is trusted is for the real connection to say. */
    X509Certificate certificate() throws IOException, GeneralSecurityException {
        var shown = new AtomicReference<@Nullable X509Certificate>();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Onlooker(shown)}, null);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(PATIENCE.toMillis()));
            requestTls(socket);
            try (SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true)) {
                encrypted.startHandshake();
            }
        } catch (SSLException refused) {
            if (shown.get() == null) {
                throw refused;
            }
        }
        X509Certificate certificate = shown.get();
        if (certificate == null) {
            throw new IOException("no certificate in its handshake");
        }
        return certificate;
    }

    private static void requestTls(Socket socket) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(SSL_REQUEST_BYTES);
        out.writeInt(SSL_REQUEST_CODE);
        out.flush();
        if (socket.getInputStream().read() != 'S') {
            throw new IOException("it offers no TLS");
        }
    }

    /** Remembers what is shown and trusts nobody, so that no connection comes about. */
    private static final class Onlooker implements X509TrustManager {
        private final AtomicReference<@Nullable X509Certificate> shown;

        Onlooker(AtomicReference<@Nullable X509Certificate> shown) {
            this.shown = shown;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            shown.set(chain[0]);
            throw new CertificateException("seen");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            throw new CertificateException("this side is the client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
