package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Fault;
import java.util.List;
import java.util.UUID;

/** What came of writing observations. Faults stand at the index of their observation. */
public sealed interface WriteResult {
    /**
     * @param version of the tenant since this write
     * @param rejected those left out, never more than under {@link OnError#SKIP}
     */
    record Written(UUID batch, long version, Counts counts, List<Fault> rejected) implements WriteResult {
        public Written {
            rejected = List.copyOf(rejected);
        }
    }

    /** Nothing was written. */
    record Refused(List<Fault> faults) implements WriteResult {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** Cells that were new, that changed (also by withdrawal), and that had this value already. */
    record Counts(int inserted, int updated, int unchanged) {
        static final Counts NONE = new Counts(0, 0, 0);
    }
}
