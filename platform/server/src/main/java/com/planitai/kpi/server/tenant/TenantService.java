package com.planitai.kpi.server.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Revision;
import com.planitai.kpi.server.kpi.DefinitionAudit;
import com.planitai.kpi.server.kpi.MergePatch;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and changes the settings of a tenant. */
final class TenantService {
    private final TenantDatabase database;
    private final Clock clock;
    private final TenantSettingsRepository repository = new TenantSettingsRepository();

    TenantService(TenantDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    sealed interface Saving {
        record Saved(TenantSettings settings, long tenantVersion) implements Saving {}

        /** Nothing was to be changed. */
        record Unchanged(TenantSettings settings) implements Saving {}

        record Stale() implements Saving {}

        record Refused(List<Fault> faults) implements Saving {}
    }

    TenantSettings find(TenantId tenant) {
        return database.reading(tenant, repository::find);
    }

    /**
     * Every number may depend on what changes, so that a save raises the tenant's version.
     *
     * @param patch a merge patch (RFC 7396) that holds to the schema {@code TenantPatch}
     * @param schema what is wrong with the patched document
     */
    Saving patch(
            TenantId tenant,
            UUID actor,
            @Nullable String ifMatch,
            ObjectNode patch,
            Function<ObjectNode, List<Fault>> schema) {
        return database.inTransaction(tenant, tx -> {
            TenantSettings before = repository.lock(tx);
            if (!Revision.holds(ifMatch, before.revision())) {
                return new Saving.Stale();
            }
            ObjectNode merged = MergePatch.apply(TenantDocument.write(before), patch);
            List<Fault> faults = new ArrayList<>(schema.apply(merged));
            Optional<TenantSettings> after =
                    faults.isEmpty() ? TenantDocument.read(merged, before.revision(), faults) : Optional.empty();
            if (after.isEmpty()) {
                return new Saving.Refused(faults);
            }
            return after.get().equals(before) ? new Saving.Unchanged(before) : save(tx, actor, before, after.get());
        });
    }

    private Saving save(TenantTransaction tx, UUID actor, TenantSettings before, TenantSettings after) {
        repository.update(tx, after);
        var event = new DefinitionAudit.Event("tenant.update", "tenant:" + tx.tenant(), diff(before, after));
        DefinitionAudit.record(tx, clock.instant(), actor, List.of(event));
        return new Saving.Saved(repository.find(tx), tx.bumpVersion());
    }

    private static ObjectNode diff(TenantSettings before, TenantSettings after) {
        ObjectNode from = TenantDocument.write(before);
        ObjectNode diff = Json.MAPPER.createObjectNode();
        TenantDocument.write(after).properties().forEach(field -> {
            JsonNode old = from.path(field.getKey());
            if (!old.equals(field.getValue())) {
                diff.putObject(field.getKey()).<ObjectNode>set("from", old).set("to", field.getValue());
            }
        });
        return diff;
    }
}
