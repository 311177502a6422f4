package com.planitai.kpi.engine.attribution;

import java.util.Objects;

/** The answer to why a KPI moved. */
public sealed interface AttributionResult {
    /** Contributions that sum to the delta. */
    record Attributed(Attribution attribution) implements AttributionResult {
        public Attributed {
            Objects.requireNonNull(attribution, "attribution");
        }
    }

    /** The KPI's own formula cannot be split; obstacles further down are in the {@link NodeContribution}s instead. */
    record Refused(Obstacle obstacle) implements AttributionResult {
        public Refused {
            Objects.requireNonNull(obstacle, "obstacle");
        }
    }
}
