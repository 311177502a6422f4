package com.planitai.kpi.server.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/**
 * The image's health check, {@code HealthProbe [url]}: ends with 0 when the address answers 200, else with 1 and a line that
 * says why. Without an address it asks the server of this container. It is started every few seconds, so it uses nothing that
 * takes time to load.
 */
final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int HEALTHY = 0;
    private static final int UNHEALTHY = 1;

    private HealthProbe() {}

    public static void main(String[] arguments) {
        String address = arguments.length > 0 ? arguments[0] : "http://127.0.0.1:" + port() + "/health";
        System.exit(probe(address, System.out));
    }

    static int probe(String address, PrintStream reasons) {
        try {
            if (!(URI.create(address).toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
                throw new IllegalArgumentException("not an HTTP address");
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            reasons.println(address + ": " + status);
            return status == HttpURLConnection.HTTP_OK ? HEALTHY : UNHEALTHY;
        } catch (IOException | IllegalArgumentException failure) {
            reasons.println(address + ": " + failure);
            return UNHEALTHY;
        }
    }

    private static int port() {
        return new Variables(System.getenv()).port("PORT", ConfigurationReader.DEFAULT_PORT);
    }
}
