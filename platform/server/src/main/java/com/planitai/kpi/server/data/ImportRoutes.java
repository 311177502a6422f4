package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.job.JobCancellation;
import com.planitai.kpi.server.sheet.Sheet;
import com.planitai.kpi.server.sheet.SheetFormat;
import com.planitai.kpi.server.sheet.TextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Imports over HTTP. */
final class ImportRoutes {
    /** Largest file, in bytes. */
    static final long MAX_FILE_BYTES = 256L * 1024 * 1024;

    private static final String PATH = "/api/v1/imports";
    private static final String ERROR_FILE = "/error-file";

    private final ImportService imports;
    private final ObjectStore files;

    ImportRoutes(ImportService imports, ObjectStore files) {
        this.imports = imports;
        this.files = files;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.post(PATH, Access.EDITOR, this::create),
                Route.get(PATH + "/{id}", Access.VIEWER, this::get),
                Route.delete(PATH + "/{id}", Access.EDITOR, this::cancel),
                Route.get(PATH + "/{id}" + ERROR_FILE, Access.EDITOR, this::errorFile),
                Route.post(PATH + "/{id}:commit", Access.EDITOR, this::commit),
                Route.post(PATH + "/{id}:revert", Access.EDITOR, this::revert));
    }

    static String errorFile(UUID id) {
        return PATH + "/" + id + ERROR_FILE;
    }

    private Answer create(Call call) {
        SheetFormat format = SheetFormat.ofMediaType(call.requireMediaType(SheetFormat.mediaTypes()))
                .orElseThrow();
        TextEncoding encoding = encoding(call, format);
        Parameters parameters = call.parameters();
        boolean dryRun = parameters.flag("dryRun");
        OnError onError = parameters.oneOf("onError", OnError.class).orElse(OnError.ABORT);
        parameters.check();
        try (InputStream content = call.content(MAX_FILE_BYTES)) {
            var upload = new ImportService.Upload(
                    content,
                    format,
                    encoding,
                    call.fileName().orElse(null),
                    dryRun,
                    onError,
                    call.query("mapping").orElse(null));
            return switch (imports.take(call.member(), upload)) {
                case ImportService.Taken.Accepted(ImportView view) -> accepted(call, view);
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

    /** What the sender says wins over what the bytes look like; a workbook says it itself. */
    private static @Nullable TextEncoding encoding(Call call, SheetFormat format) {
        String charset = call.charset().orElse(null);
        if (charset == null || format == SheetFormat.XLSX) {
            return null;
        }
        return TextEncoding.ofName(charset)
                .orElseThrow(() -> Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "UNSUPPORTED_CHARSET",
                                Map.of("sent", charset, "allowed", String.join(", ", TextEncoding.allNames())))
                        .asException());
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        UUID after = page.after().flatMap(Call::id).orElse(null);
        List<ImportView> fetched = imports.list(call.member().tenant(), after, page.fetch());
        return Answer.ok(
                page.page(fetched, view -> view.row().id().toString(), view -> ImportWire.of(view, call.language())));
    }

    private Answer get(Call call) {
        return Answer.ok(ImportWire.of(find(call), call.language()));
    }

    private Answer cancel(Call call) {
        UUID id = id(call);
        return switch (imports.cancel(call.member().tenant(), id)) {
            case JobCancellation.Accepted accepted -> accepted(call, find(call));
            case JobCancellation.AlreadyOver over ->
                throw conflict("JOB_OVER", Map.of("status", over.job().status().name()));
            case JobCancellation.NoSuchJob() -> throw notFound();
        };
    }

    private Answer errorFile(Call call) {
        ImportService.FaultyFile file =
                imports.faultyFile(call.member().tenant(), id(call)).orElseThrow(ImportRoutes::notFound);
        Sheet.Source source = () -> files.get(file.key()).orElseThrow(ImportRoutes::notFound);
        ImportRequest request = file.request();
        try (Sheet opened = Sheet.open(request.format(), source, request.encoding());
                Sheet sheet = request.decisions() == null
                        ? opened
                        : new DecidedSheet(opened, request.decisions(), new ImportFaults())) {
            byte[] csv = FaultFile.write(sheet, file.faults(), file.count(), call.language());
            return Answer.of(200, "text/csv; charset=utf-8", csv)
                    .with("Content-Disposition", "attachment; filename=\"" + call.path("id") + "-errors.csv\"")
                    .with("Vary", "Accept-Language");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Answer commit(Call call) {
        UUID id = id(call);
        ImportDecisions decisions = call.json("ImportDecisions", ImportDecisions.class);
        return answer(call, imports.commit(call.member(), id, decisions));
    }

    private Answer revert(Call call) {
        return answer(call, imports.revert(call.member(), id(call)));
    }

    private static Answer answer(Call call, ImportService.Asked asked) {
        return switch (asked) {
            case ImportService.Asked.Accepted(ImportView view) -> accepted(call, view);
            case ImportService.Asked.Done(ImportView view) -> Answer.ok(ImportWire.of(view, call.language()));
            case ImportService.Asked.NoSuchImport() -> throw notFound();
            case ImportService.Asked.Running() -> throw conflict("IMPORT_RUNNING", Map.of());
            case ImportService.Asked.AlreadyWritten() -> throw conflict("IMPORT_WRITTEN", Map.of());
            case ImportService.Asked.NothingWritten() -> throw conflict("IMPORT_NOT_WRITTEN", Map.of());
            case ImportService.Asked.FileGone() ->
                throw conflict("IMPORT_FILE_GONE", Map.of("hours", Long.toString(FileExpiry.KEPT.toHours())));
        };
    }

    private static Answer accepted(Call call, ImportView view) {
        return Answer.accepted(PATH + "/" + view.row().id(), ImportWire.of(view, call.language()));
    }

    private ImportView find(Call call) {
        return imports.find(call.member().tenant(), id(call)).orElseThrow(ImportRoutes::notFound);
    }

    private static UUID id(Call call) {
        return Call.id(call.path("id")).orElseThrow(ImportRoutes::notFound);
    }

    private static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }

    private static RuntimeException conflict(String code, Map<String, String> arguments) {
        return Problem.of(ProblemType.CONFLICT, code, arguments).asException();
    }

    private static RuntimeException refused(Fault fault) {
        return Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
    }
}
