package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.tree.TreeService.Deleting;
import com.planitai.kpi.server.tree.TreeService.Saving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trees over HTTP; their values are {@link EvaluationRoutes}. */
final class TreeRoutes {
    static final String TREES = "/api/v1/trees";
    static final String TREE = TREES + "/{slug}";

    private final TreeService service;

    TreeRoutes(TreeService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.get(TREES, Access.VIEWER, this::list),
                Route.post(TREES, Access.EDITOR, this::create),
                Route.get(TREE, Access.VIEWER, this::find),
                Route.patch(TREE, Access.EDITOR, this::patch),
                Route.delete(TREE, Access.EDITOR, this::delete));
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        List<TreeRecord> trees =
                service.list(call.member().tenant(), page.after().orElse(""), page.fetch());
        return Answer.ok(page.page(trees, TreeRecord::slug, TreeDocument::wire));
    }

    private Answer create(Call call) {
        Caller.Member member = call.member();
        List<Fault> faults = new ArrayList<>();
        Optional<TreeDeclaration> tree = TreeDocument.read(call.json("TreeInput"), "", faults);
        if (tree.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
        String slug = tree.get().slug();
        return saved(slug, service.create(member.tenant(), member.user(), tree.get()), true);
    }

    private Answer find(Call call) {
        TreeRecord tree =
                service.find(call.member().tenant(), call.path("slug")).orElseThrow(TreeRoutes::notFound);
        return Answer.ok(TreeDocument.wire(tree)).withRevision(tree.revision());
    }

    private Answer patch(Call call) {
        Caller.Member member = call.member();
        String slug = call.path("slug");
        ObjectNode patch = (ObjectNode) call.json("TreePatch");
        return saved(slug, service.patch(member.tenant(), member.user(), slug, call.ifMatch(), patch), false);
    }

    private Answer delete(Call call) {
        Caller.Member member = call.member();
        return switch (service.delete(member.tenant(), member.user(), call.path("slug"), call.ifMatch())) {
            case Deleting.Deleted deleted -> Answer.empty().withTenantVersion(deleted.tenantVersion());
            case Deleting.NotFound notFound -> throw notFound();
            case Deleting.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
        };
    }

    private static Answer saved(String slug, Saving result, boolean created) {
        return switch (result) {
            case Saving.Saved saved -> {
                ObjectNode wire = TreeDocument.wire(saved.tree());
                yield (created ? Answer.created(TREES + '/' + slug, wire) : Answer.ok(wire))
                        .withRevision(saved.tree().revision())
                        .withTenantVersion(saved.tenantVersion());
            }
            case Saving.Unchanged same ->
                Answer.ok(TreeDocument.wire(same.tree()))
                        .withRevision(same.tree().revision());
            case Saving.Exists exists ->
                throw Problem.of(ProblemType.CONFLICT, "TREE_EXISTS", Map.of("slug", slug))
                        .asException();
            case Saving.NotFound notFound -> throw notFound();
            case Saving.Stale stale ->
                throw Problem.of(ProblemType.STALE_REVISION).asException();
            case Saving.Refused refused ->
                throw Problem.of(ProblemType.INVALID_INPUT, refused.faults()).asException();
        };
    }

    static RuntimeException notFound() {
        return Problem.of(ProblemType.NOT_FOUND).asException();
    }
}
