package com.planitai.kpi.server.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A saved way to read a file's columns, schema {@code ImportMapping}; also its wire form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportMapping(
        String name,
        PeriodColumn period,
        Source kpi,
        Source value,
        @Nullable Source scenario,
        @Nullable Map<String, Source> members) {

    /**
     * @param format pattern of {@link java.time.format.DateTimeFormatter}; null for periods as we write them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeriodColumn(String column, @Nullable String format) {
        /**
         * Reads dates by a pattern, and strictly: 31 February is a fault and not the 28th.
         *
         * @throws IllegalArgumentException when it is no pattern
         */
        static DateTimeFormatter formatter(String format) {
            return new DateTimeFormatterBuilder()
                    .appendPattern(format)
                    .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        }
    }

    /**
     * A column, or one code for all lines.
     *
     * @param values what the column says → code; what is not among them is taken as it stands
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Source(
            @Nullable String column,
            @Nullable String code,
            @Nullable Map<String, String> values) {

        String translate(String text) {
            return values == null ? text : values.getOrDefault(text, text);
        }
    }
}
