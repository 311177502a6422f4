package com.planitai.kpi.server.snapshot;

import com.planitai.kpi.engine.evaluation.ObservationTable.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot, and the small writes since that nobody has needed yet: a writer only notes what it changed, whoever reads next
 * carries over all of it at once. Immutable.
 *
 * @param latest the write noted last; versions may come in any order
 * @param cells in all writes that wait
 */
record Kept(TenantSnapshot snapshot, @Nullable Write latest, int cells) {
    /** Cells that may wait; beyond, they are dropped, and whoever needs them reads them from the database. */
    static final int MAX_CELLS = 10_000;

    private static final int BYTES_PER_CELL = 128;

    /**
     * What one transaction changed, and nothing else.
     *
     * @param day on which it happened, as an epoch day in the tenant's zone
     * @param before the one noted before
     */
    record Write(
            long version,
            int day,
            int cells,
            Supplier<List<Change>> changes,
            @Nullable Write before) {}

    static Kept of(TenantSnapshot snapshot) {
        return new Kept(snapshot, null, 0);
    }

    Kept with(long version, int day, int count, Supplier<List<Change>> changes) {
        if (version <= snapshot.version()) {
            return this;
        }
        return cells + count > MAX_CELLS
                ? of(snapshot)
                : new Kept(snapshot, new Write(version, day, count, changes, latest), cells + count);
    }

    /** The same writes on another snapshot, as far as they are news to it; nothing happens when it is no newer. */
    Kept on(TenantSnapshot newer) {
        if (newer.version() <= snapshot.version()) {
            return this;
        }
        Kept kept = of(newer);
        for (Write write : byVersion().values()) {
            kept = kept.with(write.version(), write.day(), write.cells(), write.changes());
        }
        return kept;
    }

    /** The snapshot with the writes that follow it without a gap. */
    TenantSnapshot carriedOver() {
        List<Change> changes = new ArrayList<>();
        long version = snapshot.version();
        for (Write write : byVersion().values()) {
            if (write.version() != version + 1) {
                break;
            }
            for (Change change : write.changes().get()) {
                changes.add(change.on(write.day()));
            }
            version = write.version();
        }
        return version == snapshot.version()
                ? snapshot
                : snapshot.patched(version, snapshot.observations().patched(changes));
    }

    long bytes() {
        return snapshot.bytes() + (long) cells * BYTES_PER_CELL;
    }

    private NavigableMap<Long, Write> byVersion() {
        NavigableMap<Long, Write> writes = new TreeMap<>();
        for (Write write = latest; write != null; write = write.before()) {
            writes.put(write.version(), write);
        }
        return writes;
    }
}
