package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Fault;
import java.util.List;
import java.util.UUID;

/** What came of writing observations. Faults stand at the index of their observation. */
public sealed interface WriteResult {
    /**
     * @param version of the tenant since this write
     * @param rejected what is wrong with those left out, none but under {@link OnError#SKIP}
     * @param rejectedCount how many faults there are, of which {@code rejected} may be the first
     */
    record Written(UUID batch, long version, Counts counts, List<Fault> rejected, int rejectedCount)
            implements WriteResult {
        public Written {
            rejected = List.copyOf(rejected);
        }
    }

    /**
     * Nothing was written.
     *
     * @param count how many faults there are, of which {@code faults} may be the first
     */
    record Refused(List<Fault> faults, int count) implements WriteResult {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** Cells that were new, that changed (also by withdrawal), and that had this value already. */
    record Counts(int inserted, int updated, int unchanged) {
        static final Counts NONE = new Counts(0, 0, 0);
    }
}
