package com.planitai.kpi.server.explanation;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page of observations ends: they are listed by KPI, period and members.
 *
 * @param members canonical text
 */
record CellKey(String kpi, int ordinal, String members) {
    /** Before every cell. */
    static final CellKey FIRST = new CellKey("", Integer.MIN_VALUE, "");

    private static final Pattern TEXT = Pattern.compile("([a-z0-9_]+) (-?\\d{1,9}) (.*)");

    String text() {
        return kpi + ' ' + ordinal + ' ' + members;
    }

    static Optional<CellKey> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches() && KpiCode.isValid(matcher.group(1))
                ? Optional.of(new CellKey(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }
}
