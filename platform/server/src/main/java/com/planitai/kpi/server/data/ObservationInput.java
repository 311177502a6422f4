package com.planitai.kpi.server.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One observation as somebody wrote it, not yet understood.
 *
 * @param scenario null is {@code actual}
 * @param members dimension code → member code
 * @param value null withdraws what is there
 */
public record ObservationInput(
        String kpi,
        String period,
        @Nullable String scenario,
        Map<String, String> members,
        @Nullable Double value) {
    public ObservationInput {
        members = Map.copyOf(members);
    }
}
