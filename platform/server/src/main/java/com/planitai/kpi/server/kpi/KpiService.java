package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.formula.FormulaCheck;
import com.planitai.kpi.engine.formula.FormulaChecker;
import com.planitai.kpi.engine.model.GraphResult;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.engine.model.KpiGraph;
import com.planitai.kpi.engine.model.ModelFault;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Revision;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and changes single definitions, each change a transaction of its own. */
final class KpiService {
    private final TenantDatabase database;
    private final DefinitionStore store;

    KpiService(TenantDatabase database, DefinitionStore store) {
        this.database = database;
        this.store = store;
    }

    sealed interface Saving {
        /** @param tenantVersion the version at which it can be read */
        record Saved(KpiWire.View view, long tenantVersion) implements Saving {}

        /** Nothing was to be changed. */
        record Unchanged(KpiWire.View view) implements Saving {}

        record Exists() implements Saving {}

        record NotFound() implements Saving {}

        record Stale() implements Saving {}

        record Refused(List<Fault> faults) implements Saving {}
    }

    sealed interface Deleting {
        record Deleted(long tenantVersion) implements Deleting {}

        record NotFound() implements Deleting {}

        record Stale() implements Deleting {}

        record InUse(List<KpiCode> formulas, List<String> trees) implements Deleting {}

        record HasObservations() implements Deleting {}
    }

    Optional<KpiWire.View> find(TenantId tenant, KpiCode code) {
        return database.reading(
                tenant, tx -> views(store.kpis().all(tx), Set.of(code)).stream().findFirst());
    }

    /** By code, those after the given one. */
    List<KpiWire.View> list(TenantId tenant, String after, int limit) {
        return database.reading(tenant, tx -> {
            List<KpiRecord> all = store.kpis().all(tx);
            Set<KpiCode> page = all.stream()
                    .map(KpiRecord::code)
                    .filter(code -> code.value().compareTo(after) > 0)
                    .limit(limit)
                    .collect(Collectors.toSet());
            return views(all, page);
        });
    }

    Optional<List<KpiVersionRepository.Version>> versions(TenantId tenant, KpiCode code, long before, int limit) {
        return database.reading(
                tenant,
                tx -> store.kpis().find(tx, code).map(kpi -> store.versions().of(tx, kpi.id(), before, limit)));
    }

    FormulaCheck check(TenantId tenant, String formula, @Nullable KpiCode self) {
        return database.reading(
                tenant,
                tx -> FormulaChecker.check(
                        built(KpiFeature.graph(store.kpis().all(tx))).graph(), formula, self));
    }

    Saving create(TenantId tenant, UUID actor, KpiDeclaration kpi) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            if (draft.before().kpis().containsKey(kpi.code())) {
                return new Saving.Exists();
            }
            return save(tx, draft, actor, kpi);
        });
    }

    /** @param patch a merge patch (RFC 7396) that holds to the schema {@code KpiPatch} */
    Saving patch(
            TenantId tenant,
            UUID actor,
            KpiCode code,
            @Nullable String ifMatch,
            ObjectNode patch,
            Function<ObjectNode, List<Fault>> schema) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            KpiRecord before = draft.before().kpis().get(code);
            if (before == null) {
                return new Saving.NotFound();
            }
            if (!Revision.holds(ifMatch, before.revision())) {
                return new Saving.Stale();
            }
            List<Fault> faults = new ArrayList<>();
            ObjectNode merged =
                    MergePatch.apply(FormulaHistory.base(KpiDocument.write(before.declared()), patch), patch);
            faults.addAll(schema.apply(merged));
            Optional<KpiDeclaration> after = faults.isEmpty() ? KpiDocument.read(merged, "", faults) : Optional.empty();
            if (after.isEmpty()) {
                return new Saving.Refused(faults);
            }
            return after.get().equals(before.declared())
                    ? new Saving.Unchanged(
                            views(List.copyOf(draft.before().kpis().values()), Set.of(code))
                                    .getFirst())
                    : save(tx, draft, actor, after.get());
        });
    }

    /** @param confirm the KPI's code again, where its observations may go with it */
    Deleting delete(TenantId tenant, UUID actor, KpiCode code, @Nullable String ifMatch, @Nullable String confirm) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            KpiRecord before = draft.before().kpis().get(code);
            if (before == null) {
                return new Deleting.NotFound();
            }
            if (!Revision.holds(ifMatch, before.revision())) {
                return new Deleting.Stale();
            }
            KpiGraph graph = built(
                            KpiFeature.graph(List.copyOf(draft.before().kpis().values())))
                    .graph();
            List<String> trees = store.kpis().treesUsing(tx, before.id());
            if (!graph.dependents(code).isEmpty() || !trees.isEmpty()) {
                return new Deleting.InUse(graph.dependents(code), trees);
            }
            if (!code.value().equals(confirm)
                    && !store.kpis().observed(tx, List.of(code)).isEmpty()) {
                return new Deleting.HasObservations();
            }
            draft.remove(code);
            return new Deleting.Deleted(draft.write(actor, version -> {}));
        });
    }

    DefinitionDraft draft(TenantTransaction tx) {
        DefinitionLock.exclusive(tx);
        return new DefinitionDraft(tx, store, store.read(tx));
    }

    private Saving save(TenantTransaction tx, DefinitionDraft draft, UUID actor, KpiDeclaration kpi) {
        draft.put(kpi, "");
        return switch (draft.check(Set.of())) {
            case DefinitionDraft.Verdict.Faulty faulty -> new Saving.Refused(faulty.faults());
            case DefinitionDraft.Verdict.Sound sound -> {
                long version = draft.write(actor, written -> {});
                KpiRecord saved = store.kpis()
                        .find(tx, kpi.code())
                        .orElseThrow(() -> new IllegalStateException("just saved and not there: " + kpi.code()));
                yield new Saving.Saved(view(saved, sound.graph(), sound.warnings()), version);
            }
        };
    }

    private static List<KpiWire.View> views(List<KpiRecord> all, Set<KpiCode> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        GraphResult.Built built = built(KpiFeature.graph(all));
        Map<KpiCode, List<ModelFault>> warnings =
                built.warnings().stream().collect(Collectors.groupingBy(ModelFault::kpi));
        return all.stream()
                .filter(kpi -> wanted.contains(kpi.code()))
                .map(kpi -> view(kpi, built.graph(), warnings.getOrDefault(kpi.code(), List.of())))
                .toList();
    }

    private static KpiWire.View view(KpiRecord kpi, KpiGraph graph, List<ModelFault> warnings) {
        return new KpiWire.View(
                kpi,
                graph.resolved(kpi.code()),
                warnings.stream()
                        .filter(warning -> warning.kpi().equals(kpi.code()))
                        .toList());
    }

    private static GraphResult.Built built(GraphResult result) {
        return switch (result) {
            case GraphResult.Built built -> built;
            case GraphResult.Refused refused ->
                throw new IllegalStateException("saved definitions that do not hold: " + refused.faults());
        };
    }
}
