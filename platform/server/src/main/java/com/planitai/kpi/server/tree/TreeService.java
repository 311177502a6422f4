package com.planitai.kpi.server.tree;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Revision;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.kpi.MergePatch;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and changes single trees. */
final class TreeService {
    private final TenantDatabase database;
    private final KpiFeature kpis;
    private final TreeRepository repository;
    private final Clock clock;

    TreeService(TenantDatabase database, KpiFeature kpis, TreeRepository repository, Clock clock) {
        this.database = database;
        this.kpis = kpis;
        this.repository = repository;
        this.clock = clock;
    }

    sealed interface Saving {
        record Saved(TreeRecord tree, long tenantVersion) implements Saving {}

        record Unchanged(TreeRecord tree) implements Saving {}

        record Exists() implements Saving {}

        record NotFound() implements Saving {}

        record Stale() implements Saving {}

        record Refused(List<Fault> faults) implements Saving {}
    }

    sealed interface Deleting {
        record Deleted(long tenantVersion) implements Deleting {}

        record NotFound() implements Deleting {}

        record Stale() implements Deleting {}
    }

    Optional<TreeRecord> find(TenantId tenant, String slug) {
        return database.reading(tenant, tx -> repository.find(tx, slug));
    }

    /** By slug, those after the given one. */
    List<TreeRecord> list(TenantId tenant, String after, int limit) {
        return database.reading(tenant, repository::all).stream()
                .filter(tree -> tree.slug().compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    Saving create(TenantId tenant, UUID actor, TreeDeclaration tree) {
        return database.inTransaction(tenant, tx -> {
            TreeDraft draft = draft(tx);
            return draft.before().containsKey(tree.slug()) ? new Saving.Exists() : save(tx, draft, actor, tree);
        });
    }

    /** @param patch a merge patch (RFC 7396) that holds to the schema {@code TreePatch} */
    Saving patch(TenantId tenant, UUID actor, String slug, @Nullable String ifMatch, ObjectNode patch) {
        return database.inTransaction(tenant, tx -> {
            TreeDraft draft = draft(tx);
            Optional<TreeRecord> before = repository.find(tx, slug);
            if (before.isEmpty()) {
                return new Saving.NotFound();
            }
            if (!Revision.holds(ifMatch, before.get().revision())) {
                return new Saving.Stale();
            }
            List<Fault> faults = new ArrayList<>();
            ObjectNode merged = MergePatch.apply(TreeDocument.write(before.get().declared()), patch);
            Optional<TreeDeclaration> after = TreeDocument.read(merged, "", faults);
            if (after.isEmpty()) {
                return new Saving.Refused(faults);
            }
            return save(tx, draft, actor, after.get());
        });
    }

    Deleting delete(TenantId tenant, UUID actor, String slug, @Nullable String ifMatch) {
        return database.inTransaction(tenant, tx -> {
            TreeDraft draft = draft(tx);
            Optional<TreeRecord> before = repository.find(tx, slug);
            if (before.isEmpty()) {
                return new Deleting.NotFound();
            }
            if (!Revision.holds(ifMatch, before.get().revision())) {
                return new Deleting.Stale();
            }
            draft.remove(slug);
            draft.write(actor, clock.instant());
            return new Deleting.Deleted(tx.bumpVersion());
        });
    }

    private TreeDraft draft(TenantTransaction tx) {
        return new TreeDraft(tx, repository, kpis.draft(tx));
    }

    private Saving save(TenantTransaction tx, TreeDraft draft, UUID actor, TreeDeclaration tree) {
        draft.put(tree, "");
        boolean same = draft.changes().getFirst().changesNothing();
        List<Fault> faults = same ? List.of() : draft.check();
        if (!faults.isEmpty()) {
            return new Saving.Refused(faults);
        }
        if (!same) {
            draft.write(actor, clock.instant());
        }
        TreeRecord saved = repository
                .find(tx, tree.slug())
                .orElseThrow(() -> new IllegalStateException("just saved and not there: " + tree.slug()));
        return same ? new Saving.Unchanged(saved) : new Saving.Saved(saved, tx.bumpVersion());
    }
}
