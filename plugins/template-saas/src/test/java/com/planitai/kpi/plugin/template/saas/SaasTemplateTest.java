package com.planitai.kpi.plugin.template.saas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.spi.InvalidParameterException;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateKpi;
import com.planitai.kpi.spi.TemplateParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SaasTemplateTest {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Set<String> FUNCTIONS = Set.of("min", "max", "abs", "round", "if", "coalesce", "prev");

    private final TemplateDocument document = new SaasTemplate().instantiate(TemplateParameters.none());
    private final Map<String, TemplateKpi> kpis =
            document.kpis().stream().collect(Collectors.toMap(TemplateKpi::code, Function.identity()));

    @Test
    void definesTwentyFiveKpisInThreeLanguagesWithSource() {
        assertThat(document.kpis()).hasSize(25).allSatisfy(kpi -> {
            assertThat(kpi.name().texts()).as(kpi.code()).containsOnlyKeys("en", "ko", "ja");
            assertThat(kpi.description().orElseThrow().texts()).as(kpi.code()).containsOnlyKeys("en", "ko", "ja");
            assertThat(kpi.source()).as(kpi.code()).isPresent();
            assertThat(kpi.memberRollup()).as(kpi.code()).isPresent();
        });
        assertThat(kpis).hasSize(25);
    }

    @Test
    void knowsEveryReference() {
        assertThat(document.kpis()).allSatisfy(kpi -> assertThat(kpis.keySet()).containsAll(references(kpi)));
        assertThat(document.trees()).allSatisfy(tree -> {
            assertThat(kpis).containsKey(tree.root());
            tree.influences().forEach(edge -> assertThat(kpis).containsKeys(edge.from(), edge.to()));
        });
    }

    @Test
    void showsEveryKpiInSomeTreeAndHasNoCycle() {
        Set<String> shown = new HashSet<>();
        document.trees().forEach(tree -> {
            visit(tree.root(), List.of(), shown);
            tree.influences().forEach(edge -> visit(edge.to(), List.of(edge.from()), shown));
        });
        assertThat(shown).isEqualTo(kpis.keySet());
    }

    @Test
    void usesTheCurrencyAskedFor() {
        var dollars = TemplateParameters.builder().text("currency", "USD").build();
        assertThat(new SaasTemplate().instantiate(dollars).kpis())
                .filteredOn(kpi -> kpi.unit().currency().isPresent())
                .hasSizeGreaterThan(10)
                .allSatisfy(kpi -> {
                    assertThat(kpi.unit().currency()).contains("USD");
                    assertThat(kpi.decimals()).isEqualTo(2);
                });
    }

    @Test
    void refusesParametersItCannotUse() {
        var unknownCurrency =
                TemplateParameters.builder().text("currency", "won").build();
        assertThatThrownBy(() -> new SaasTemplate().instantiate(unknownCurrency))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'won'");
        var unknownName = TemplateParameters.builder().text("money", "KRW").build();
        assertThatThrownBy(() -> new SaasTemplate().instantiate(unknownName))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("money");
    }

    private void visit(String code, List<String> path, Set<String> shown) {
        assertThat(path).doesNotContain(code);
        shown.add(code);
        var longer = new ArrayList<>(path);
        longer.add(code);
        references(Objects.requireNonNull(kpis.get(code))).forEach(reference -> visit(reference, longer, shown));
    }

    private static Set<String> references(TemplateKpi kpi) {
        return NAME.matcher(kpi.formula().orElse(""))
                .results()
                .map(MatchResult::group)
                .filter(name -> !FUNCTIONS.contains(name))
                .collect(Collectors.toSet());
    }
}
