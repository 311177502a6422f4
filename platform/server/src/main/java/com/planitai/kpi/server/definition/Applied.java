package com.planitai.kpi.server.definition;

import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.kpi.DefinitionChange;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a document changed, or would change.
 *
 * @param problems all of them; with any, nothing was written
 * @param tenantVersion where something was written
 */
public record Applied(List<DefinitionChange> changes, List<Fault> problems, OptionalLong tenantVersion) {
    public Applied {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }
}
