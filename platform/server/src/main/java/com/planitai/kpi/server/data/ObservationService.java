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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes batches of observations. */
final class ObservationService {
    private final TenantDatabase database;
    private final CatalogueRepository repository;
    private final Catalogues catalogues;
    private final SnapshotFeature snapshots;
    private final Supplier<UUID> ids;
    private final ObservationRepository observations = new ObservationRepository();

    /** Cells, each with the index of its observation, and what is wrong with the others. */
    private record Understood(List<Cell> cells, List<Fault> faults) {}

    ObservationService(
            TenantDatabase database, CatalogueRepository repository, SnapshotFeature snapshots, Supplier<UUID> ids) {
        this.database = database;
        this.repository = repository;
        this.catalogues = new Catalogues(repository);
        this.snapshots = snapshots;
        this.ids = ids;
    }

    /** Most batches hold to definitions that were read before, so that all is ready when the transaction begins. */
    WriteResult write(TenantId tenant, UUID user, List<Entry> entries, OnError onError) {
        return catalogues
                .known(tenant)
                .flatMap(known -> write(tenant, user, entries, known))
                .orElseGet(() -> writeAnew(tenant, user, entries, onError));
    }

    WriteResult write(
            TenantTransaction tx, String kind, @Nullable UUID user, List<ObservationInput> inputs, OnError onError) {
        repository.hold(tx);
        Understood understood = understand(
                repository.whole(tx), inputs.stream().map(Entry::good).toList());
        Batch batch = new Batch(ids.get(), kind, null, user);
        return refused(understood, onError)
                .orElseGet(() -> written(batch, observations.write(tx, batch, understood.cells()), understood));
    }

    /** Empty when the definitions are others, or may be: nothing is refused by what no longer holds. */
    private Optional<WriteResult> write(TenantId tenant, UUID user, List<Entry> entries, Catalogues.Known known) {
        Understood understood = understand(known.catalogue(), entries);
        if (!understood.faults().isEmpty()) {
            return Optional.empty();
        }
        Batch batch = new Batch(ids.get(), Batch.API, null, user);
        return database.inTransaction(
                tenant,
                tx -> observations
                        .write(tx, batch, understood.cells(), known.definitionVersions())
                        .map(outcome -> patching(tx, batch, outcome, understood)));
    }

    private WriteResult writeAnew(TenantId tenant, UUID user, List<Entry> entries, OnError onError) {
        return database.inTransaction(tenant, tx -> {
            Understood understood = understand(catalogues.read(tx), entries);
            Batch batch = new Batch(ids.get(), Batch.API, null, user);
            return refused(understood, onError)
                    .orElseGet(
                            () -> patching(tx, batch, observations.write(tx, batch, understood.cells()), understood));
        });
    }

    /** Nothing but these cells changed in the transaction, and they say all of it, which is what patching asks for. */
    private WriteResult patching(
            TenantTransaction tx, Batch batch, ObservationRepository.Outcome outcome, Understood understood) {
        List<Cell> cells = understood.cells();
        if (!cells.isEmpty() && !outcome.cameBack()) {
            tx.afterCommit(() -> snapshots.patch(tx.tenant(), outcome.version(), cells.size(), () -> changes(cells)));
        }
        return written(batch, outcome, understood);
    }

    private static Optional<WriteResult> refused(Understood understood, OnError onError) {
        return !understood.faults().isEmpty() && onError == OnError.ABORT
                ? Optional.of(new WriteResult.Refused(
                        understood.faults(), understood.faults().size()))
                : Optional.empty();
    }

    private static WriteResult written(Batch batch, ObservationRepository.Outcome outcome, Understood understood) {
        return new WriteResult.Written(
                batch.id(),
                outcome.version(),
                outcome.counts(),
                understood.faults(),
                understood.faults().size());
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
