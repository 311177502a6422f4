package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.Job;
import com.planitai.kpi.server.job.JobCancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Imports over HTTP. */
final class ImportRoutes {
    /** Largest file, in bytes. */
    static final long MAX_FILE_BYTES = 256L * 1024 * 1024;

    private static final String PATH = "/api/v1/imports";
    private static final String TABS = "text/tab-separated-values";
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final List<String> MEDIA_TYPES = List.of("text/csv", TABS);

    private final ImportService imports;

    ImportRoutes(ImportService imports) {
        this.imports = imports;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.post(PATH, Access.EDITOR, this::create),
                Route.get(PATH + "/{id}", Access.VIEWER, this::get),
                Route.delete(PATH + "/{id}", Access.EDITOR, this::cancel));
    }

    private Answer create(Call call) {
        if (call.mediaType().filter(WORKBOOK::equals).isPresent()) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "WORKBOOK_NOT_SUPPORTED", Map.of())
                    .asException();
        }
        boolean tabs = call.requireMediaType(MEDIA_TYPES).equals(TABS);
        Parameters parameters = call.parameters();
        boolean dryRun = parameters.flag("dryRun");
        OnError onError = parameters.oneOf("onError", OnError.class).orElse(OnError.ABORT);
        parameters.check();
        try (InputStream content = call.content(MAX_FILE_BYTES)) {
            var upload = new ImportService.Upload(
                    content,
                    tabs,
                    call.fileName().orElse(null),
                    dryRun,
                    onError,
                    call.query("mapping").orElse(null));
            return switch (imports.take(call.member(), upload)) {
                case ImportService.Taken.Accepted(Job job) ->
                    Answer.accepted(PATH + "/" + job.id(), ImportWire.of(job, call.language()));
                case ImportService.Taken.Empty() -> throw refused(Fault.at("", "FILE_EMPTY"));
                case ImportService.Taken.UnknownMapping(String name, List<String> known) -> {
                    CellFault fault = CellReader.unknown(CellFault.Part.WHOLE, "UNKNOWN_MAPPING", name, known);
                    throw refused(Fault.at("mapping", fault.code(), fault.arguments()));
                }
            };
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        UUID after = page.after().flatMap(ImportRoutes::id).orElse(null);
        List<Job> fetched = imports.list(call.member().tenant(), after, page.fetch());
        return Answer.ok(page.page(fetched, job -> job.id().toString(), job -> ImportWire.of(job, call.language())));
    }

    private Answer get(Call call) {
        Job job = id(call.path("id"))
                .flatMap(id -> imports.find(call.member().tenant(), id))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
        return Answer.ok(ImportWire.of(job, call.language()));
    }

    private Answer cancel(Call call) {
        UUID id = id(call.path("id"))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
        return switch (imports.cancel(call.member().tenant(), id)) {
            case JobCancellation.Accepted(Job job) ->
                Answer.accepted(PATH + "/" + id, ImportWire.of(job, call.language()));
            case JobCancellation.AlreadyOver over ->
                throw Problem.of(
                                ProblemType.CONFLICT,
                                "JOB_OVER",
                                Map.of("status", over.job().status().name()))
                        .asException();
            case JobCancellation.NoSuchJob() ->
                throw Problem.of(ProblemType.NOT_FOUND).asException();
        };
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static RuntimeException refused(Fault fault) {
        return Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
    }
}
