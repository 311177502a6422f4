package com.planitai.kpi.server.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be analysed, schema {@code AnalysisInput}; also what its job is given.
 *
 * @param tree or {@code kpi}, one of the two
 * @param horizon of forecasts, in periods; null for twelve months' worth
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AnalysisInput(
        @Nullable String tree,
        @Nullable String kpi,
        String period,
        List<String> sections,
        @Nullable String provider,
        @Nullable String locale,
        @Nullable Integer horizon) {
    boolean asksFor(Section section) {
        return sections.contains(section.wireName());
    }
}
