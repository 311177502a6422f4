package com.planitai.kpi.server.kpi;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads and changes single dimensions and scenarios, each change a transaction of its own. */
final class DimensionService {
    private final TenantDatabase database;
    private final DefinitionStore store;

    DimensionService(TenantDatabase database, DefinitionStore store) {
        this.database = database;
        this.store = store;
    }

    /** One of them as it is saved. */
    record Revised<T>(T item, long revision) {}

    sealed interface Adding {
        record Added(long tenantVersion) implements Adding {}

        record Exists() implements Adding {}

        record Refused(List<Fault> faults) implements Adding {}
    }

    sealed interface Saving<T> {
        record Saved<T>(Revised<T> saved, long tenantVersion) implements Saving<T> {}

        /** Nothing was to be changed. */
        record Unchanged<T>(Revised<T> same) implements Saving<T> {}

        record NotFound<T>() implements Saving<T> {}

        record Stale<T>() implements Saving<T> {}

        record Refused<T>(List<Fault> faults) implements Saving<T> {}
    }

    sealed interface Deleting {
        record Deleted(long tenantVersion) implements Deleting {}

        record NotFound() implements Deleting {}

        record Stale() implements Deleting {}

        record InUse(List<Fault> by) implements Deleting {}
    }

    List<DimensionRecord> dimensions(TenantId tenant) {
        return database.reading(tenant, tx -> store.dimensions().all(tx));
    }

    List<ScenarioRecord> scenarios(TenantId tenant) {
        return database.reading(tenant, tx -> store.scenarios().all(tx));
    }

    Optional<Revised<DimensionRecord>> dimension(TenantId tenant, String code) {
        return database.reading(tenant, tx -> store.dimensions().find(tx, code));
    }

    Optional<Revised<ScenarioRecord>> scenario(TenantId tenant, String code) {
        return database.reading(tenant, tx -> store.scenarios().find(tx, code));
    }

    Adding add(TenantId tenant, UUID actor, DimensionRecord dimension) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            if (draft.before().dimensions().containsKey(dimension.code())) {
                return new Adding.Exists();
            }
            draft.put(dimension, "");
            return add(draft, actor);
        });
    }

    Adding add(TenantId tenant, UUID actor, ScenarioRecord scenario) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            if (draft.before().scenarios().containsKey(scenario.code())) {
                return new Adding.Exists();
            }
            draft.put(scenario, "");
            return add(draft, actor);
        });
    }

    /**
     * @param patch a merge patch (RFC 7396) that holds to the schema {@code DimensionPatch}
     * @param schema what is wrong with the patched document
     */
    Saving<DimensionRecord> patchDimension(
            TenantId tenant,
            UUID actor,
            String code,
            @Nullable String ifMatch,
            ObjectNode patch,
            Function<ObjectNode, List<Fault>> schema) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            Revised<DimensionRecord> before = store.dimensions().find(tx, code).orElse(null);
            List<Fault> faults = new ArrayList<>();
            Optional<Saving<DimensionRecord>> refused = refused(before, ifMatch);
            if (before == null || refused.isPresent()) {
                return refused.orElseGet(Saving.NotFound::new);
            }
            ObjectNode merged = MergePatch.apply(DimensionDocument.write(before.item()), patch);
            faults.addAll(schema.apply(merged));
            Optional<DimensionRecord> after =
                    faults.isEmpty() ? DimensionDocument.read(merged, "", faults) : Optional.empty();
            if (after.isEmpty()) {
                return new Saving.Refused<>(faults);
            }
            draft.put(after.get(), "");
            return save(
                    draft, actor, before, after.get(), () -> store.dimensions().find(tx, code));
        });
    }

    /** As above, by the schema {@code ScenarioPatch}. */
    Saving<ScenarioRecord> patchScenario(
            TenantId tenant,
            UUID actor,
            String code,
            @Nullable String ifMatch,
            ObjectNode patch,
            Function<ObjectNode, List<Fault>> schema) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            Revised<ScenarioRecord> before = store.scenarios().find(tx, code).orElse(null);
            Optional<Saving<ScenarioRecord>> refused = refused(before, ifMatch);
            if (before == null || refused.isPresent()) {
                return refused.orElseGet(Saving.NotFound::new);
            }
            ObjectNode merged = MergePatch.apply(DimensionDocument.write(before.item()), patch);
            List<Fault> faults = schema.apply(merged);
            if (!faults.isEmpty()) {
                return new Saving.Refused<>(faults);
            }
            ScenarioRecord after = DimensionDocument.readScenario(merged);
            draft.put(after, "");
            return save(draft, actor, before, after, () -> store.scenarios().find(tx, code));
        });
    }

    Deleting deleteDimension(TenantId tenant, UUID actor, String code, @Nullable String ifMatch) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            draft.removeDimension(code);
            return delete(draft, actor, store.dimensions().find(tx, code), ifMatch);
        });
    }

    Deleting deleteScenario(TenantId tenant, UUID actor, String code, @Nullable String ifMatch) {
        return database.inTransaction(tenant, tx -> {
            DefinitionDraft draft = draft(tx);
            draft.removeScenario(code);
            var found = store.scenarios().find(tx, code);
            return found.isPresent() && ScenarioRecord.STANDARD.contains(code)
                    ? new Deleting.InUse(List.of(new Fault("SCENARIO_IS_STANDARD", Map.of("code", code), null, null)))
                    : delete(draft, actor, found, ifMatch);
        });
    }

    private static Deleting delete(
            DefinitionDraft draft, UUID actor, Optional<? extends Revised<?>> found, @Nullable String ifMatch) {
        if (found.isEmpty()) {
            return new Deleting.NotFound();
        }
        if (!Revision.holds(ifMatch, found.get().revision())) {
            return new Deleting.Stale();
        }
        return switch (draft.check(Set.of())) {
            case DefinitionDraft.Verdict.Faulty faulty -> new Deleting.InUse(faulty.faults());
            case DefinitionDraft.Verdict.Sound sound -> new Deleting.Deleted(draft.write(actor, version -> {}));
        };
    }

    private static <T> Optional<Saving<T>> refused(@Nullable Revised<T> before, @Nullable String ifMatch) {
        if (before == null) {
            return Optional.of(new Saving.NotFound<>());
        }
        return Revision.holds(ifMatch, before.revision()) ? Optional.empty() : Optional.of(new Saving.Stale<>());
    }

    private static <T> Saving<T> save(
            DefinitionDraft draft, UUID actor, Revised<T> before, T after, Supplier<Optional<Revised<T>>> saved) {
        if (after.equals(before.item())) {
            return new Saving.Unchanged<>(before);
        }
        return switch (draft.check(Set.of())) {
            case DefinitionDraft.Verdict.Faulty faulty -> new Saving.Refused<>(faulty.faults());
            case DefinitionDraft.Verdict.Sound sound -> {
                long version = draft.write(actor, written -> {});
                yield new Saving.Saved<>(saved.get().orElseThrow(), version);
            }
        };
    }

    private DefinitionDraft draft(TenantTransaction tx) {
        DefinitionLock.exclusive(tx);
        return new DefinitionDraft(tx, store, store.read(tx));
    }

    private static Adding add(DefinitionDraft draft, UUID actor) {
        return switch (draft.check(Set.of())) {
            case DefinitionDraft.Verdict.Faulty faulty -> new Adding.Refused(faulty.faults());
            case DefinitionDraft.Verdict.Sound sound -> new Adding.Added(draft.write(actor, version -> {}));
        };
    }
}
