package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.TemplateDocument;

/** How many characters of text a document holds. */
final class DocumentSize {
    private DocumentSize() {}

    static long characters(TemplateDocument document) {
        long kpis = document.kpis().stream()
                .mapToLong(kpi -> of(kpi.name())
                        + kpi.description().map(DocumentSize::of).orElse(0L)
                        + kpi.unit().label().map(DocumentSize::of).orElse(0L)
                        + kpi.formula().map(String::length).orElse(0))
                .sum();
        long members = document.dimensions().stream()
                .flatMap(dimension -> dimension.members().stream())
                .mapToLong(member -> of(member.name()))
                .sum();
        long dimensions = document.dimensions().stream()
                .mapToLong(dimension -> of(dimension.name()))
                .sum();
        long notes = document.trees().stream()
                .flatMap(tree -> tree.influences().stream())
                .mapToLong(influence -> of(influence.note()))
                .sum();
        long trees =
                document.trees().stream().mapToLong(tree -> of(tree.name())).sum();
        return kpis + members + dimensions + notes + trees;
    }

    private static long of(LocalizedText text) {
        return text.texts().values().stream().mapToLong(String::length).sum();
    }
}
