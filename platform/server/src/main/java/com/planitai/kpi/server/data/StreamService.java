package com.planitai.kpi.server.data;

import com.fasterxml.jackson.core.JsonParser;
import com.planitai.kpi.server.data.CellFault.Part;
import com.planitai.kpi.server.data.ObservationParser.Entry;
import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Place;
import com.planitai.kpi.tenancy.TenantDatabase;
import com.planitai.kpi.tenancy.TenantId;
import com.planitai.kpi.tenancy.TenantTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes streams of observations of any length, in one transaction. The stream is kept in a file until all of it has
 * come, so that a slow sender holds no connection to the database.
 */
final class StreamService {
    /** Faults beyond this many are counted, and neither kept nor answered. */
    static final int MAX_FAULTS = 1_000;

    private final TenantDatabase database;
    private final CatalogueRepository catalogues;
    private final ObjectStore spool;
    private final Supplier<UUID> ids;

    StreamService(TenantDatabase database, CatalogueRepository catalogues, ObjectStore spool, Supplier<UUID> ids) {
        this.database = database;
        this.catalogues = catalogues;
        this.spool = spool;
        this.ids = ids;
    }

    WriteResult write(TenantId tenant, UUID user, InputStream body, OnError onError) throws IOException {
        UUID id = ids.get();
        ObjectKey key = new ObjectKey(tenant, "streams/" + id + ".ndjson");
        try {
            spool.put(key, body);
            try (InputStream stored = spool.get(key).orElseThrow();
                    JsonParser parser = Json.MAPPER.createParser(stored)) {
                var batch = new Batch(id, Batch.API, null, user);
                return database.inTransaction(tenant, tx -> write(tx, batch, parser, onError));
            }
        } finally {
            spool.discard(key);
        }
    }

    private WriteResult write(TenantTransaction tx, Batch batch, JsonParser parser, OnError onError) {
        catalogues.hold(tx);
        CellReader reader = CellReader.strict(catalogues.whole(tx));
        var faults = new Faults();
        StagingTable staging = StagingTable.create(tx);
        staging.fill(rows -> {
            int index = 0;
            Optional<Entry> next = ObservationParser.next(parser);
            while (next.isPresent()) {
                add(rows, reader, next.get(), index, faults);
                index++;
                next = ObservationParser.next(parser);
            }
        });
        List<StagingTable.Duplicate> duplicates = staging.duplicates(MAX_FAULTS);
        for (StagingTable.Duplicate duplicate : duplicates) {
            Map<String, String> arguments = Map.of("first", Integer.toString(duplicate.firstLine()));
            faults.note(CellFault.of(Part.WHOLE, "DUPLICATE_CELL", arguments), duplicate.line());
        }
        faults.count += staging.duplicateCount() - duplicates.size();
        if (faults.count > 0 && onError == OnError.ABORT) {
            return new WriteResult.Refused(faults.listed, faults.count);
        }
        WriteResult.Counts counts = staging.write(batch);
        return new WriteResult.Written(batch.id(), tx.bumpVersionOfNumbers(), counts, faults.listed, faults.count);
    }

    private static void add(StagingTable.Rows rows, CellReader reader, Entry entry, int index, Faults faults)
            throws IOException {
        List<CellFault> own = new ArrayList<>(entry.faults());
        Cell cell =
                entry.input() == null ? null : reader.read(entry.input(), own).orElse(null);
        if (cell != null && own.isEmpty()) {
            rows.add(index, 0, cell);
        }
        own.forEach(fault -> faults.note(fault, index));
    }

    /** All are counted, the first are listed. */
    private static final class Faults {
        private final List<Fault> listed = new ArrayList<>();
        private int count;

        void note(CellFault fault, int index) {
            count++;
            if (listed.size() < MAX_FAULTS) {
                listed.add(fault.at(new Place.Index(index)));
            }
        }
    }
}
