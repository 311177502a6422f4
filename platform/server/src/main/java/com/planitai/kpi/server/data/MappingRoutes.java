package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Revision;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.List;
import java.util.Map;

/** Saved mappings over HTTP. */
final class MappingRoutes {
    private static final String PATH = "/api/v1/import-mappings";
    private static final String SCHEMA = "ImportMapping";

    private final TenantDatabase database;
    private final MappingRepository repository;

    MappingRoutes(TenantDatabase database, MappingRepository repository) {
        this.database = database;
        this.repository = repository;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.VIEWER, this::list),
                Route.post(PATH, Access.EDITOR, this::create),
                Route.get(PATH + "/{name}", Access.VIEWER, this::get),
                Route.put(PATH + "/{name}", Access.EDITOR, this::replace),
                Route.delete(PATH + "/{name}", Access.EDITOR, this::delete));
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        List<MappingRepository.Saved> fetched = database.reading(
                call.member().tenant(), tx -> repository.list(tx, page.after().orElse(""), page.fetch()));
        return Answer.ok(page.page(fetched, saved -> saved.mapping().name(), MappingRepository.Saved::mapping));
    }

    private Answer create(Call call) {
        ImportMapping mapping = body(call);
        if (!database.inTransaction(call.member().tenant(), tx -> repository.insert(tx, mapping))) {
            throw Problem.of(ProblemType.CONFLICT, "MAPPING_EXISTS", Map.of("name", mapping.name()))
                    .asException();
        }
        return Answer.created(PATH + "/" + mapping.name(), mapping).withRevision(1);
    }

    private Answer get(Call call) {
        var saved = database.reading(call.member().tenant(), tx -> repository.find(tx, call.path("name")))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
        return Answer.ok(saved.mapping()).withRevision(saved.revision());
    }

    private Answer replace(Call call) {
        ImportMapping mapping = body(call);
        String name = call.path("name");
        long revision = database.inTransaction(call.member().tenant(), tx -> {
            long held = locked(tx, name, call);
            if (!mapping.name().equals(name)) {
                Fault fault = Fault.at("/name", "VALUE_NOT_ALLOWED", Map.of("name", "name", "expected", name));
                throw Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
            }
            repository.update(tx, mapping);
            return held + 1;
        });
        return Answer.ok(mapping).withRevision(revision);
    }

    private Answer delete(Call call) {
        String name = call.path("name");
        return database.inTransaction(call.member().tenant(), tx -> {
            locked(tx, name, call);
            repository.delete(tx, name);
            return Answer.empty();
        });
    }

    private long locked(TenantTransaction tx, String name, Call call) {
        long revision = repository
                .lock(tx, name)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException())
                .revision();
        if (!Revision.holds(call.ifMatch(), revision)) {
            throw Problem.of(ProblemType.STALE_REVISION).asException();
        }
        return revision;
    }

    private static ImportMapping body(Call call) {
        ImportMapping mapping = call.json(SCHEMA, ImportMapping.class);
        String format = mapping.period().format();
        if (format != null && !isReadable(format)) {
            Fault fault = Fault.at("/period/format", "FORMAT_NOT_READABLE", Map.of("value", format));
            throw Problem.of(ProblemType.INVALID_INPUT, List.of(fault)).asException();
        }
        return mapping;
    }

    private static boolean isReadable(String format) {
        try {
            return !ImportMapping.PeriodColumn.formatter(format).toString().isEmpty();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
