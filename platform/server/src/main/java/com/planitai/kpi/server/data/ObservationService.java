package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.evaluation.ObservationTable;
import com.planitai.kpi.engine.model.KpiCode;
import com.planitai.kpi.server.data.CellFault.Part;
import com.planitai.kpi.server.data.ObservationParser.Entry;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.server.snapshot.MemberText;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes batches of observations. */
final class ObservationService {
    private final TenantDatabase database;
    private final CatalogueRepository catalogues;
    private final SnapshotFeature snapshots;
    private final Supplier<UUID> ids;
    private final ObservationRepository repository = new ObservationRepository();

    /** Cells, each with the index of its observation, and what is wrong with the others. */
    private record Understood(List<Cell> cells, List<Fault> faults) {}

    ObservationService(
            TenantDatabase database, CatalogueRepository catalogues, SnapshotFeature snapshots, Supplier<UUID> ids) {
        this.database = database;
        this.catalogues = catalogues;
        this.snapshots = snapshots;
        this.ids = ids;
    }

    WriteResult write(TenantId tenant, UUID user, List<Entry> entries, OnError onError) {
        return database.inTransaction(tenant, tx -> {
            catalogues.hold(tx);
            Understood understood = understand(tx, entries);
            WriteResult result = write(tx, Batch.API, user, understood, onError);
            if (result instanceof WriteResult.Written written
                    && !understood.cells().isEmpty()) {
                // Nothing but these cells changed in this transaction, which is what patching asks for.
                tx.afterCommit(() -> snapshots.patch(tenant, written.version(), changes(understood.cells())));
            }
            return result;
        });
    }

    WriteResult write(
            TenantTransaction tx, String kind, @Nullable UUID user, List<ObservationInput> inputs, OnError onError) {
        List<Entry> entries = inputs.stream().map(Entry::good).toList();
        return write(tx, kind, user, understand(tx, entries), onError);
    }

    private WriteResult write(
            TenantTransaction tx, String kind, @Nullable UUID user, Understood understood, OnError onError) {
        if (!understood.faults().isEmpty() && onError == OnError.ABORT) {
            return new WriteResult.Refused(
                    understood.faults(), understood.faults().size());
        }
        UUID id = ids.get();
        WriteResult.Counts counts = repository.write(tx, new Batch(id, kind, null, user), understood.cells());
        return new WriteResult.Written(
                id,
                tx.bumpVersion(),
                counts,
                understood.faults(),
                understood.faults().size());
    }

    private Understood understand(TenantTransaction tx, List<Entry> entries) {
        List<ObservationInput> inputs = entries.stream()
                .<ObservationInput>mapMulti((entry, out) -> {
                    if (entry.input() != null) {
                        out.accept(entry.input());
                    }
                })
                .toList();
        Catalogue named = catalogues.named(tx, inputs);
        if (named.kpis().values().stream().allMatch(CatalogueKpi::input)) {
            Understood understood = understand(named, entries);
            if (understood.faults().isEmpty()) {
                return understood;
            }
        }
        return understand(catalogues.whole(tx), entries);
    }

    private static Understood understand(Catalogue catalogue, List<Entry> entries) {
        CellReader reader = CellReader.strict(catalogue);
        List<Cell> cells = new ArrayList<>(entries.size());
        List<Fault> faults = new ArrayList<>();
        Map<Cell.CellKey, Integer> seen = new HashMap<>();
        List<CellFault> own = new ArrayList<>();
        for (int index = 0; index < entries.size(); index++) {
            Entry entry = entries.get(index);
            own.clear();
            own.addAll(entry.faults());
            Cell cell = entry.input() == null
                    ? null
                    : reader.read(entry.input(), own).orElse(null);
            if (cell != null && own.isEmpty()) {
                Integer first = seen.putIfAbsent(cell.key(), index);
                if (first == null) {
                    cells.add(cell);
                } else {
                    own.add(CellFault.of(Part.WHOLE, "DUPLICATE_CELL", Map.of("first", Integer.toString(first))));
                }
            }
            for (CellFault fault : own) {
                faults.add(fault.at(new Place.Index(index)));
            }
        }
        return new Understood(cells, faults);
    }

    private static List<ObservationTable.Change> changes(List<Cell> cells) {
        return cells.stream()
                .map(cell -> new ObservationTable.Change(
                        new KpiCode(cell.code()),
                        cell.scenario(),
                        MemberText.read(cell.members()),
                        cell.period(),
                        cell.value()))
                .toList();
    }
}
