package com.planitai.kpi.server.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.spi.Citation;
import com.planitai.kpi.spi.Direction;
import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateDimension;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateInfluence;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.TemplateTree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plugin's template as a document of definitions, in one language. */
record TemplateConversion(Locale language, Renaming renaming) {
    ObjectNode document(TemplateDocument template) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        ArrayNode dimensions = document.putArray("dimensions");
        template.dimensions().forEach(dimension -> dimensions.add(dimension(dimension)));
        ArrayNode kpis = document.putArray("kpis");
        template.kpis().forEach(kpi -> kpis.add(kpi(kpi)));
        ArrayNode trees = document.putArray("trees");
        template.trees().forEach(tree -> trees.add(tree(tree)));
        return document;
    }

    private ObjectNode dimension(TemplateDimension dimension) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("code", dimension.code());
        document.put("name", text(dimension.name()));
        ArrayNode members = document.putArray("members");
        dimension
                .members()
                .forEach(
                        member -> members.addObject().put("code", member.code()).put("name", text(member.name())));
        return document;
    }

    private ObjectNode kpi(TemplateKpi kpi) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("code", renaming.code(kpi.code()));
        document.put("name", text(kpi.name()));
        String description = description(kpi);
        if (!description.isEmpty()) {
            document.put("description", description);
        }
        document.set("unit", unit(kpi.unit()));
        document.put("decimals", kpi.decimals());
        document.put("grain", kpi.grain().name());
        document.put("rollup", kpi.rollup().name());
        kpi.memberRollup().ifPresent(rollup -> document.put("memberRollup", rollup.name()));
        ObjectNode missing = document.putObject("missing");
        missing.put("policy", kpi.missing().kind().name());
        kpi.missing().limit().ifPresent(limit -> missing.put("limit", limit));
        document.set("direction", direction(kpi.direction()));
        document.putObject("thresholds")
                .put("amber", kpi.thresholds().amber())
                .put("red", kpi.thresholds().red());
        texts(document, "dimensions", kpi.dimensions());
        kpi.formula().ifPresent(formula -> document.put("formula", renaming.formula(formula)));
        texts(document, "tags", kpi.tags());
        return document;
    }

    /** What the template says of the KPI, and where that comes from. */
    private String description(TemplateKpi kpi) {
        Optional<String> own = kpi.description().map(this::text);
        Optional<String> source = kpi.source()
                .map(citation -> Messages.text(language, "TEMPLATE_SOURCE", Map.of("source", source(citation))));
        return Stream.of(own, source).flatMap(Optional::stream).collect(Collectors.joining("\n\n"));
    }

    private static String source(Citation citation) {
        return Stream.of(
                        Optional.of(citation.author()),
                        Optional.of(citation.title()),
                        citation.publisher(),
                        citation.year().isPresent()
                                ? Optional.of(Integer.toString(citation.year().getAsInt()))
                                : Optional.<String>empty())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private ObjectNode unit(KpiUnit unit) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("type", unit.type().name());
        unit.currency().ifPresent(currency -> document.put("currency", currency));
        unit.label().ifPresent(label -> document.put("label", text(label)));
        unit.per().ifPresent(per -> document.set("per", unit(per)));
        return document;
    }

    private static ObjectNode direction(Direction direction) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("type", direction.kind().name());
        direction.lower().ifPresent(lower -> document.put("lower", lower));
        direction.upper().ifPresent(upper -> document.put("upper", upper));
        return document;
    }

    private ObjectNode tree(TemplateTree tree) {
        ObjectNode document = Json.MAPPER.createObjectNode();
        document.put("slug", renaming.slug(tree.slug()));
        document.put("name", text(tree.name()));
        document.put("root", renaming.code(tree.root()));
        if (!tree.influences().isEmpty()) {
            ArrayNode influences = document.putArray("influences");
            for (TemplateInfluence influence : tree.influences()) {
                influences
                        .addObject()
                        .put("from", renaming.code(influence.from()))
                        .put("to", renaming.code(influence.to()))
                        .put("note", text(influence.note()));
            }
        }
        return document;
    }

    private String text(LocalizedText text) {
        return text.in(language.getLanguage());
    }

    private static void texts(ObjectNode document, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = document.putArray(field);
            texts.forEach(array::add);
        }
    }
}
