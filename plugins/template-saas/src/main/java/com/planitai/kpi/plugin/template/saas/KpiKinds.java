package com.planitai.kpi.plugin.template.saas;

import com.planitai.kpi.spi.KpiUnit;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.Rollup;
import com.planitai.kpi.spi.TemplateKpi;

/** The kinds of KPIs there are here, by how they roll up. */
final class KpiKinds {
    private KpiKinds() {}

    /** What happens during a month and adds up, as revenue does. */
    static TemplateKpi.Builder flow(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.SUM, Rollup.SUM);
    }

    /** What is there at the start of a month: a quarter starts with its first month. */
    static TemplateKpi.Builder openingStock(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.FIRST, Rollup.SUM);
    }

    /** What is there at the end of a month: a quarter ends with its last month. */
    static TemplateKpi.Builder closingStock(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.LAST, Rollup.SUM);
    }

    /** A quotient of sums, which is computed anew from the sums of a longer period. */
    static TemplateKpi.Builder ratio(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.RECOMPUTE, Rollup.RECOMPUTE);
    }

    /** A quotient that means something for one month only: a quarter shows its last month. */
    static TemplateKpi.Builder monthlyRatio(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.LAST, Rollup.RECOMPUTE);
    }

    /** An input that is a level, such as a price: a quarter shows its last month. */
    static TemplateKpi.Builder level(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.LAST, Rollup.AVERAGE);
    }

    /** An input that is a mean of events: a quarter shows the mean of its months. */
    static TemplateKpi.Builder mean(String code, KpiUnit unit) {
        return monthly(code, unit, Rollup.AVERAGE, Rollup.AVERAGE);
    }

    static KpiUnit accounts() {
        return KpiUnit.count().labelled(LocalizedText.of("accounts", "개사", "社"));
    }

    private static TemplateKpi.Builder monthly(String code, KpiUnit unit, Rollup overTime, Rollup overMembers) {
        return TemplateKpi.builder().code(code).unit(unit).rollup(overTime).memberRollup(overMembers);
    }
}
