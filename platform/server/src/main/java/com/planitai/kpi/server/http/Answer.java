package com.planitai.kpi.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler answers: status, headers and a body that the pipeline encodes. */
public record Answer(
        int status, Map<String, String> headers, @Nullable Object body, String mediaType) {
    public static final String JSON = "application/json";
    public static final String TENANT_VERSION = "Tenant-Version";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A body that is written for as long as somebody reads it. Closed in the end, also when it was never written. */
    public interface Stream extends AutoCloseable {
        /** Ends the answer when it returns. */
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close();
    }

    public static Answer ok(Object body) {
        return new Answer(200, Map.of(), body, JSON);
    }

    public static Answer created(String location, Object body) {
        return new Answer(201, Map.of("Location", location), body, JSON);
    }

    public static Answer accepted(String location, Object body) {
        return new Answer(202, Map.of("Location", location), body, JSON);
    }

    public static Answer empty() {
        return new Answer(204, Map.of(), null, JSON);
    }

    public static Answer notModified() {
        return new Answer(304, Map.of(), null, JSON);
    }

    public static Answer of(int status, String mediaType, Object body) {
        return new Answer(status, Map.of(), body, mediaType);
    }

    public Answer with(String header, String value) {
        return with(Map.of(header, value));
    }

    public Answer with(Map<String, String> more) {
        if (headers.isEmpty()) {
            return new Answer(status, more, body, mediaType);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, mediaType);
    }

    /** With its body as the bytes that are sent. */
    public Answer encoded() {
        return body == null || body instanceof byte[] || body instanceof Stream
                ? this
                : new Answer(status, headers, Json.encoded(body), mediaType);
    }

    public Answer withRevision(long revision) {
        return with("ETag", Revision.etag(revision));
    }

    public Answer withTenantVersion(long version) {
        return with(TENANT_VERSION, Long.toString(version));
    }
}
