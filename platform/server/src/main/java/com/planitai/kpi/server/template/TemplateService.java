package com.planitai.kpi.server.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.pluginhost.PluginAnswer;
import com.planitai.kpi.pluginhost.TemplateHandle;
import com.planitai.kpi.server.data.DataFeature;
import com.planitai.kpi.server.data.ObservationInput;
import com.planitai.kpi.server.data.WriteResult;
import com.planitai.kpi.server.definition.Applied;
import com.planitai.kpi.server.definition.ApplyOptions;
import com.planitai.kpi.server.definition.DefinitionFeature;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.server.snapshot.TenantSnapshot;
import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleRequest;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateParameters;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Makes a template a tenant's own: asks the plugin outside any transaction, then applies what it says in one. */
final class TemplateService {
    /** Months of sample data, ending with the last complete one. */
    static final int SAMPLE_MONTHS = 36;

    /** Fixed, so that everyone sees the same demonstration. */
    private static final long SAMPLE_SEED = 1;

    private static final int MAX_CODE_CHARACTERS = 63;
    private static final int MAX_SLUG_CHARACTERS = 40;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final TenantDatabase database;
    private final DefinitionFeature definitions;
    private final DataFeature data;
    private final SnapshotFeature snapshots;
    private final Clock clock;

    TemplateService(
            TenantDatabase database,
            DefinitionFeature definitions,
            DataFeature data,
            SnapshotFeature snapshots,
            Clock clock) {
        this.database = database;
        this.definitions = definitions;
        this.data = data;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** @param prefix empty for none */
    record Request(JsonNode parameters, String prefix, boolean dryRun, boolean sampleData) {}

    sealed interface Result {
        record Done(Applied applied) implements Result {}

        record Refused(Problem problem) implements Result {}
    }

    /** @param check faults of a document against the schema {@code Definition} */
    Result instantiate(
            TenantId tenant,
            UUID user,
            TemplateHandle template,
            Request request,
            Function<JsonNode, List<Fault>> check) {
        List<Fault> faults = new ArrayList<>(ParameterReading.check(template.parameterSchema(), request.parameters()));
        TemplateParameters parameters =
                faults.isEmpty() ? ParameterReading.read(request.parameters(), faults) : TemplateParameters.none();
        if (!faults.isEmpty()) {
            return new Result.Refused(Problem.of(ProblemType.INVALID_INPUT, faults));
        }
        return switch (template.instantiate(parameters)) {
            case PluginAnswer.Failed<TemplateDocument> failed -> new Result.Refused(failed(failed));
            case PluginAnswer.Answered<TemplateDocument> answered ->
                instantiate(tenant, user, template, request, parameters, answered.value(), check);
        };
    }

    private Result instantiate(
            TenantId tenant,
            UUID user,
            TemplateHandle template,
            Request request,
            TemplateParameters parameters,
            TemplateDocument answered,
            Function<JsonNode, List<Fault>> check) {
        Renaming renaming = Renaming.of(request.prefix(), answered);
        List<Fault> tooLong = tooLong(renaming, answered);
        if (!tooLong.isEmpty()) {
            return new Result.Refused(Problem.of(ProblemType.INVALID_INPUT, tooLong));
        }
        TenantSnapshot snapshot = snapshots.current(tenant);
        Locale language = Locale.of(snapshot.locale().getLanguage());
        ObjectNode document = new TemplateConversion(language, renaming).document(answered);
        List<Fault> malformed = check.apply(document);
        if (!malformed.isEmpty()) {
            return new Result.Refused(new Problem(
                    ProblemType.PLUGIN_FAILED,
                    "PLUGIN_ANSWER_INVALID",
                    Map.of("plugin", template.pluginId(), "reason", "Definition"),
                    malformed,
                    null));
        }
        Optional<SampleData> sample = Optional.empty();
        if (request.sampleData() && !request.dryRun()) {
            switch (template.sampleData(sampleRequest(snapshot, parameters))) {
                case PluginAnswer.Failed<Optional<SampleData>> failed -> {
                    return new Result.Refused(failed(failed));
                }
                case PluginAnswer.Answered<Optional<SampleData>> data -> sample = data.value();
            }
        }
        List<ObservationInput> observations =
                sample.map(found -> observations(found, renaming)).orElse(List.of());
        return new Result.Done(database.inTransaction(
                tenant, tx -> write(tx, user, template, document, request.dryRun(), observations)));
    }

    private Applied write(
            TenantTransaction tx,
            UUID user,
            TemplateHandle template,
            ObjectNode document,
            boolean dryRun,
            List<ObservationInput> observations) {
        Applied applied = definitions.apply(tx, user, document, ApplyOptions.upsert(dryRun));
        if (dryRun || !applied.problems().isEmpty() || observations.isEmpty()) {
            return applied;
        }
        return switch (data.write(tx, DataFeature.SAMPLE, user, observations)) {
            case WriteResult.Written written ->
                new Applied(applied.changes(), List.of(), OptionalLong.of(written.version()));
            case WriteResult.Refused refused ->
                throw new Problem(
                                ProblemType.PLUGIN_FAILED,
                                "SAMPLE_DATA_REFUSED",
                                Map.of("plugin", template.pluginId()),
                                refused.faults(),
                                null)
                        .asException();
        };
    }

    private SampleRequest sampleRequest(TenantSnapshot snapshot, TemplateParameters parameters) {
        YearMonth last = YearMonth.from(
                        clock.instant().atZone(snapshot.calendar().zone()))
                .minusMonths(1);
        return SampleRequest.builder()
                .from(last.minusMonths(SAMPLE_MONTHS - 1))
                .to(last)
                .seed(SAMPLE_SEED)
                .parameters(parameters)
                .build();
    }

    private static List<ObservationInput> observations(SampleData sample, Renaming renaming) {
        return sample.observations().stream()
                .map(observation -> new ObservationInput(
                        renaming.code(observation.kpi()),
                        observation.period(),
                        observation.scenario(),
                        observation.members(),
                        observation.value()))
                .toList();
    }

    private static List<Fault> tooLong(Renaming renaming, TemplateDocument template) {
        boolean codes = template.kpis().stream()
                .anyMatch(kpi -> renaming.code(kpi.code()).length() > MAX_CODE_CHARACTERS);
        boolean slugs = template.trees().stream()
                .anyMatch(tree -> renaming.slug(tree.slug()).length() > MAX_SLUG_CHARACTERS);
        return codes || slugs
                ? List.of(Fault.at("/prefix", "PREFIX_TOO_LONG", Map.of("prefix", renaming.prefix())))
                : List.of();
    }

    /** A wrong parameter is the caller's; all else is the plugin's, and may pass. */
    private static Problem failed(PluginAnswer.Failed<?> failed) {
        if (failed.code().equals("TEMPLATE_PARAMETER_INVALID")) {
            String parameter = failed.arguments().getOrDefault("parameter", "");
            return Problem.of(
                    ProblemType.INVALID_INPUT,
                    List.of(Fault.at("/parameters/" + parameter, failed.code(), failed.arguments())));
        }
        return new Problem(ProblemType.PLUGIN_FAILED, failed.code(), failed.arguments(), List.of(), RETRY_AFTER);
    }
}
