package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Configuration.EnvironmentName;
import com.planitai.kpi.server.observation.ObservationSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's own variables, as far as they mean something here. */
final class ObservationVariables {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final double ALL = 1;

    private ObservationVariables() {}

    static ObservationSettings read(Variables variables, EnvironmentName environment) {
        return new ObservationSettings(
                collector(variables),
                variables.text("OTEL_SERVICE_NAME").orElse(ObservationSettings.DEFAULT_SERVICE_NAME),
                environment.name().toLowerCase(Locale.ROOT),
                variables.ratio("OTEL_TRACES_SAMPLER_ARG", ALL));
    }

    private static @Nullable URI collector(Variables variables) {
        Optional<String> text = variables.text(ENDPOINT);
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text.get());
            if (isHttp(uri) && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // Said below, in the same words as an address of another kind.
        }
        // Not repeated: where it is wrong, it may hold a password.
        variables.fault(
                ENDPOINT, "expected http[s]://host[:port][/path] without a user, of an OTLP collector over HTTP");
        return null;
    }

    private static boolean isHttp(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }
}
