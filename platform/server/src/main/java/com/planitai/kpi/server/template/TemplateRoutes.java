package com.planitai.kpi.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.pluginhost.TemplateHandle;
import com.planitai.kpi.server.definition.DefinitionFeature;
import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.PageRequest;
import com.planitai.kpi.server.http.Parameters;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Templates over HTTP. */
final class TemplateRoutes {
    private static final String TEMPLATES = "/api/v1/templates";

    private final PluginHost plugins;
    private final TemplateService service;

    TemplateRoutes(PluginHost plugins, TemplateService service) {
        this.plugins = plugins;
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.get(TEMPLATES, Access.VIEWER, this::list),
                Route.post(TEMPLATES + "/{id}:instantiate", Access.EDITOR, this::instantiate));
    }

    private Answer list(Call call) {
        Parameters parameters = call.parameters();
        PageRequest page = parameters.page();
        parameters.check();
        List<TemplateHandle> templates = plugins.templates().stream()
                .filter(template -> template.id().compareTo(page.after().orElse("")) > 0)
                .limit(page.fetch())
                .toList();
        return Answer.ok(page.page(templates, TemplateHandle::id, template -> wire(template, call.language())))
                .with("Vary", "Accept-Language");
    }

    private Answer instantiate(Call call) {
        Caller.Member member = call.member();
        JsonNode body = call.json("Instantiate");
        TemplateHandle template = plugins.template(call.path("id"))
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND).asException());
        TemplateService.Request request = new TemplateService.Request(
                body.path("parameters"),
                body.path("prefix").asText(""),
                body.path("dryRun").asBoolean(false),
                body.path("sampleData").asBoolean(false));
        TemplateService.Result result = service.instantiate(
                member.tenant(), member.user(), template, request, document -> call.check("Definition", document));
        return switch (result) {
            case TemplateService.Result.Done done ->
                DefinitionFeature.answer(done.applied(), request.dryRun(), call.language());
            case TemplateService.Result.Refused refused ->
                throw refused.problem().asException();
        };
    }

    static Map<String, Object> wire(TemplateHandle template, Locale language) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("id", template.id());
        wire.put("version", template.version());
        wire.put("plugin", template.pluginId());
        wire.put("name", template.name().in(language.getLanguage()));
        wire.put("description", template.description().in(language.getLanguage()));
        wire.put("parameters", Json.read(template.parameterSchema(), JsonNode.class));
        return wire;
    }
}
