package com.planitai.kpi.server.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What somebody decided about the faults of a file, schema {@code ImportDecisions}; also its wire form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportDecisions(
        @Nullable List<Correction> corrections, @Nullable List<Integer> skip) {

    /** Of the one field on a line, or of all fields of a column that say {@code from}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Correction(
            @Nullable Integer line,
            String column,
            @Nullable String value,
            @Nullable String from,
            @Nullable String to) {
        @JsonIgnore
        String replacement() {
            return Objects.requireNonNullElse(line == null ? to : value, "");
        }
    }

    @JsonIgnore
    List<Correction> allCorrections() {
        return corrections == null ? List.of() : corrections;
    }

    @JsonIgnore
    List<Integer> allSkipped() {
        return skip == null ? List.of() : skip;
    }
}
