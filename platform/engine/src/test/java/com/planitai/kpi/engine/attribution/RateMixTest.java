package com.planitai.kpi.engine.attribution;

import static com.planitai.kpi.engine.Kpis.NUMBER;
import static com.planitai.kpi.engine.Kpis.formula;
import static com.planitai.kpi.engine.attribution.AttributionTest.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.planitai.kpi.engine.attribution.RateMixResult.Decomposed;
import com.planitai.kpi.engine.attribution.RateMixResult.Effect;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateMixTest {
    private static final Offset<Double> TOLERANCE = within(1e-12);
    private static final double MISSING = Double.NaN;

    @Test
    void showsThatTheMixFellWhileEverySegmentRose() {
        var result = decomposed(new SegmentRatio("a", 80, 100, 41, 50), new SegmentRatio("b", 10, 100, 18, 150));

        assertThat(result.first()).isCloseTo(.45, TOLERANCE);
        assertThat(result.second()).isCloseTo(.295, TOLERANCE);
        assertThat(result.rate()).isCloseTo(.020, TOLERANCE);
        assertThat(result.mix()).isCloseTo(-.175, TOLERANCE);
        assertThat(result.isReversal()).isTrue();
        assertThat(result.members()).extracting(Effect::rate).allMatch(rate -> rate > 0);
        assertThat(result.members()).extracting(Effect::mix).allMatch(mix -> mix < 0);
    }

    @Test
    void countsASegmentThatAppearsOrDisappearsAsMixAlone() {
        var result = decomposed(
                new SegmentRatio("old", 30, 100, MISSING, MISSING),
                new SegmentRatio("same", 10, 100, 10, 100),
                new SegmentRatio("new", MISSING, MISSING, 60, 100));

        assertThat(result.rate()).isZero();
        assertThat(result.mix()).isCloseTo(result.delta(), TOLERANCE);
        assertThat(result.members())
                .extracting(Effect::mix)
                .element(2)
                .satisfies(mix -> assertThat(mix).isPositive());
    }

    @Test
    void setsANumeratorWithoutADenominatorApart() {
        var result = decomposed(new SegmentRatio("a", 10, 100, 10, 100), new SegmentRatio("b", 10, 100, 5, MISSING));

        assertThat(result.members().getLast().uncovered()).isNotZero();
        assertThat(result.rate() + result.mix() + result.uncovered()).isCloseTo(result.delta(), TOLERANCE);
    }

    @Test
    void hasNoAnswerWhereTheWholeHasNoRatio() {
        assertThat(RateMix.of(List.of(new SegmentRatio("a", 1, 2, 3, 0)))).isEqualTo(new RateMixResult.Undefined(true));
        assertThat(RateMix.of(List.of(new SegmentRatio("a", MISSING, 2, 3, 1))))
                .isEqualTo(new RateMixResult.Undefined(false));
        assertThat(RateMix.of(List.of())).isEqualTo(new RateMixResult.Undefined(false));
    }

    @Test
    void effectsSumToTheDelta() {
        for (var seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var segments = new ArrayList<SegmentRatio>();
            for (var i = 0; i < 6; i++) {
                segments.add(new SegmentRatio("m" + i, some(random), some(random), some(random), some(random)));
            }
            if (RateMix.of(segments) instanceof Decomposed result) {
                assertThat(result.rate() + result.mix() + result.uncovered())
                        .isCloseTo(result.delta(), within(1e-9 * Math.max(1, Math.abs(result.delta()))));
            }
        }
    }

    @Test
    void readsTheSegmentsOfAQuotientOfSums() {
        var tree = tree(formula("rate", NUMBER, "2 * (won - lost) / (seen * 4)"), "won", "lost", "seen")
                .put("won", 30, 50)
                .put("lost", 10, 10)
                .put("seen", 100, 200)
                .computed();

        var result = RateMix.of(
                new KpiCode("rate"),
                tree,
                List.of("kr", "jp"),
                (kpi, member, second) -> tree.value(kpi, second) * (member.equals("kr") ? 0.25 : 0.75));

        assertThat(result).isInstanceOfSatisfying(Decomposed.class, decomposed -> {
            assertThat(decomposed.first()).isCloseTo(0.1, TOLERANCE);
            assertThat(decomposed.rate()).isCloseTo(0, TOLERANCE);
            assertThat(decomposed.mix()).isCloseTo(0, TOLERANCE);
        });
    }

    @Test
    void refusesAWholeThatItsSegmentsDoNotComeTo() {
        var tree = tree(formula("rate", NUMBER, "won / seen"), "won", "seen")
                .put("won", 30, 50)
                .put("seen", 100, 200)
                .computed();

        var result = RateMix.of(
                new KpiCode("rate"),
                tree,
                List.of("kr", "jp"),
                (kpi, member, second) -> kpi.value().equals("won") ? tree.value(kpi, second) : 100);

        assertThat(result).isEqualTo(new RateMixResult.NotAdditive());
    }

    @Test
    void refusesEveryOtherKindOfFormula() {
        for (var text : List.of(
                "won * seen",
                "won / seen + 1",
                "won / (seen + 1)",
                "won + seen",
                "won / seen / seen",
                "1 / seen",
                "won / seen / 0",
                "max(won, seen) / seen",
                "sqrt(won) / seen")) {
            var tree = tree(formula("rate", NUMBER, text), "won", "seen").computed();

            var result = RateMix.of(new KpiCode("rate"), tree, List.of("kr"), (kpi, member, second) -> 1);

            assertThat(result).as(text).isEqualTo(new RateMixResult.NotAQuotient());
        }
    }

    private static double some(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> MISSING;
            case 1 -> 0;
            default -> random.nextInt(1, 100);
        };
    }

    private static Decomposed decomposed(SegmentRatio... segments) {
        var result = RateMix.of(List.of(segments));
        assertThat(result).isInstanceOf(Decomposed.class);
        return (Decomposed) result;
    }
}
