package com.planitai.kpi.engine.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UnitTest {
    private static final Unit KRW = Unit.currency("KRW");
    private static final Unit HOUR = new Unit(UnitType.DURATION, null, "hour", null);

    @Test
    void refusesACurrencyWithoutItsCodeAndACodeWithoutCurrency() {
        assertThatIllegalArgumentException().isThrownBy(() -> Unit.of(UnitType.CURRENCY));
        assertThatIllegalArgumentException().isThrownBy(() -> Unit.currency("won"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Unit(UnitType.COUNT, "KRW", null, null));
    }

    @Test
    void refusesPerOfPerAndLongLabels() {
        assertThatIllegalArgumentException().isThrownBy(() -> KRW.per(KRW.per(HOUR)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Unit(UnitType.COUNT, null, "x".repeat(41), null));
    }

    @Test
    void countsPerAsANegativeExponent() {
        assertThat(KRW.per(HOUR).exponents()).isEqualTo(KRW.exponents().dividedBy(HOUR.exponents()));
        assertThat(KRW.per(Unit.of(UnitType.COUNT)).exponents()).isEqualTo(KRW.exponents());
        assertThat(KRW.per(KRW).exponents().isDimensionless()).isTrue();
    }

    @Test
    void writesExponentsAsPeopleDo() {
        assertThat(KRW.exponents().raisedTo(2)).hasToString("KRW^2");
        assertThat(Exponents.NONE.dividedBy(KRW.exponents())).hasToString("1/KRW");
        assertThat(KRW.per(HOUR).exponents()).hasToString("KRW/DURATION");
    }

    @Test
    void findsTheUnitThatAKpiCouldDeclare() {
        var perHour = DerivedUnit.declared(KRW).dividedBy(DerivedUnit.declared(HOUR));
        assertThat(perHour.asUnit()).hasValue(KRW.per(Unit.of(UnitType.DURATION)));
        assertThat(perHour.times(perHour).asUnit()).isEmpty();
        assertThat(perHour.times(DerivedUnit.declared(HOUR)).isAssignableTo(KRW))
                .isTrue();
    }
}
