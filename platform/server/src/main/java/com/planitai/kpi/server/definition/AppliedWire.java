package com.planitai.kpi.server.definition;

import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The answer to an apply. */
final class AppliedWire {
    private AppliedWire() {}

    /** A dry run answers its problems; a real run fails with them. */
    static Answer answer(Applied applied, boolean dryRun, Locale language) {
        if (!dryRun && !applied.problems().isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, applied.problems()).asException();
        }
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("changes", applied.changes());
        wire.put("problems", Messages.wire(language, applied.problems()));
        Answer answer = Answer.ok(wire);
        return applied.tenantVersion().isPresent()
                ? answer.withTenantVersion(applied.tenantVersion().getAsLong())
                : answer;
    }
}
