package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.kpi.DimensionDocument;
import com.planitai.kpi.server.kpi.KpiDocument;
import com.planitai.kpi.server.kpi.KpiFeature;
import com.planitai.kpi.server.tree.TreeDocument;
import com.planitai.kpi.server.tree.TreeFeature;
import com.planitai.kpi.tenancy.TenantTransaction;

/** Everything that was declared, each kind by code: the same definitions always give the same bytes. */
record DefinitionExport(KpiFeature kpis, TreeFeature trees) {
    ObjectNode document(TenantTransaction tx) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode dimensions = document.putArray("dimensions");
        kpis.dimensions(tx).forEach(dimension -> dimensions.add(DimensionDocument.write(dimension)));
        ArrayNode declared = document.putArray("kpis");
        kpis.all(tx).forEach(kpi -> declared.add(KpiDocument.write(kpi.declared())));
        ArrayNode views = document.putArray("trees");
        trees.all(tx).forEach(tree -> views.add(TreeDocument.write(tree.declared())));
        ArrayNode scenarios = document.putArray("scenarios");
        kpis.scenarios(tx).forEach(scenario -> scenarios.add(DimensionDocument.write(scenario)));
        return document;
    }
}
