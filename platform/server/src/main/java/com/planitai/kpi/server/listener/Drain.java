package com.planitai.kpi.server.listener;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Counts every request, of the API and of the web app, and while the server is leaving has each answer say so. */
final class Drain implements Filter {
    private static final String HTTP_1 = "1.";

    private final Requests requests;

    Drain(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        requests.begin();
        try {
            // HTTP/2 has no such header; its connections end with the server.
            if (request.prologue().protocolVersion().startsWith(HTTP_1)) {
                response.beforeSend(() -> sayFarewell(response));
            }
            chain.proceed();
        } finally {
            requests.end();
        }
    }

    private void sayFarewell(RoutingResponse response) {
        if (requests.draining()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }
}
