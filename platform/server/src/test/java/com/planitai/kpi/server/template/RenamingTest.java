package com.planitai.kpi.server.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RenamingTest {
    private final Renaming renaming = new Renaming("eu", Set.of("mrr", "prev_mrr", "max"));

    @Test
    void renamesReferencesAndLeavesFunctionsAlone() {
        assertThat(renaming.formula("max(mrr,\n  prev(mrr)) / prev_mrr + max"))
                .isEqualTo("max(eu_mrr,\n  prev(eu_mrr)) / eu_prev_mrr + eu_max");
    }

    @Test
    void renamesOnlyWhatTheTemplateBrings() {
        assertThat(renaming.code("mrr")).isEqualTo("eu_mrr");
        assertThat(renaming.code("orders")).isEqualTo("orders");
        assertThat(renaming.slug("growth")).isEqualTo("eu-growth");
    }

    @Test
    void changesNothingWithoutAPrefix() {
        Renaming none = new Renaming("", Set.of("mrr"));

        assertThat(none.formula("mrr * 2")).isEqualTo("mrr * 2");
        assertThat(none.slug("growth")).isEqualTo("growth");
    }
}
