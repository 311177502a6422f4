package com.planitai.kpi.server.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Batches and streams of observations over HTTP. */
final class BatchRoutes {
    /** Largest stream, in bytes. */
    static final long MAX_STREAM_BYTES = 256L * 1024 * 1024;

    private static final String STREAM = "application/x-ndjson";
    private static final List<String> MEDIA_TYPES = List.of("application/json", STREAM);

    private final ObservationService observations;
    private final StreamService streams;

    BatchRoutes(ObservationService observations, StreamService streams) {
        this.observations = observations;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v1/observations:batch", Access.EDITOR, this::write));
    }

    private Answer write(Call call) {
        String mediaType = call.requireMediaType(MEDIA_TYPES);
        try {
            return answer(call, mediaType.equals(STREAM) ? stream(call) : batch(call));
        } catch (JsonProcessingException malformed) {
            throw Call.malformed(malformed).asException();
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof JsonProcessingException malformed) {
                throw Call.malformed(malformed).asException();
            }
            throw failure;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private WriteResult batch(Call call) throws IOException {
        ObservationParser.Document document;
        try (InputStream body = call.content(Call.MAX_DOCUMENT_BYTES)) {
            document = ObservationParser.document(body);
        }
        if (!document.faults().isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, document.faults()).asException();
        }
        Caller.Member member = call.member();
        return observations.write(member.tenant(), member.user(), document.entries(), document.onError());
    }

    private WriteResult stream(Call call) throws IOException {
        Parameters parameters = call.parameters();
        OnError onError = parameters.oneOf("onError", OnError.class).orElse(OnError.ABORT);
        parameters.check();
        Caller.Member member = call.member();
        try (InputStream body = call.content(MAX_STREAM_BYTES)) {
            return streams.write(member.tenant(), member.user(), body, onError);
        }
    }

    private static Answer answer(Call call, WriteResult result) {
        return switch (result) {
            case WriteResult.Refused(var faults, int count) ->
                throw Problem.of(ProblemType.INVALID_INPUT, faults, count).asException();
            case WriteResult.Written written -> {
                Map<String, Object> wire = new LinkedHashMap<>();
                wire.put("batch", written.batch());
                wire.put("inserted", written.counts().inserted());
                wire.put("updated", written.counts().updated());
                wire.put("unchanged", written.counts().unchanged());
                wire.put("rejected", Messages.wire(call.language(), written.rejected()));
                wire.put("rejectedCount", written.rejectedCount());
                yield Answer.ok(wire).withTenantVersion(written.version());
            }
        };
    }
}
