package com.planitai.kpi.server.data;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What comes in together: the row of {@code data_batch} to which each of its numbers is traced back. */
record Batch(
        UUID id,
        String kind,
        @Nullable UUID importId,
        @Nullable UUID user) {
    static final String API = "api";
    static final String IMPORT = "import";

    Batch {
        Objects.requireNonNull(id, "id");
        if (kind.isBlank()) {
            throw new IllegalArgumentException("expected a kind of batch, got blanks");
        }
    }
}
