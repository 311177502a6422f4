package com.planitai.kpi.server.template;

import com.planitai.kpi.engine.expression.Instruction;
import com.planitai.kpi.engine.expression.ParsedFormula;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateKpi;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts a prefix before the KPI codes of a template, in formulas too, and before its tree slugs, so that it can be had
 * twice. Dimensions are the tenant's and keep their codes.
 *
 * @param prefix empty for none
 */
record Renaming(String prefix, Set<String> codes) {
    static Renaming of(String prefix, TemplateDocument template) {
        return new Renaming(
                prefix, template.kpis().stream().map(TemplateKpi::code).collect(Collectors.toSet()));
    }

    String code(String code) {
        if (prefix.isEmpty() || !codes.contains(code)) {
            return code;
        }
        return (prefix.endsWith("_") ? prefix : prefix + '_') + code;
    }

    String slug(String slug) {
        if (prefix.isEmpty()) {
            return slug;
        }
        String stem = prefix.replace('_', '-');
        return (stem.endsWith("-") ? stem : stem + '-') + slug;
    }

    String formula(String formula) {
        StringBuilder renamed = new StringBuilder(formula);
        List<Instruction.Reference> names = ParsedFormula.parse(formula).names();
        for (Instruction.Reference name : names.reversed()) {
            int start = offset(formula, name.at().line(), name.at().column());
            renamed.replace(start, start + name.code().length(), code(name.code()));
        }
        return renamed.toString();
    }

    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }
}
