package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.expression.Expression;
import com.planitai.kpi.engine.model.KpiCode;
import java.util.List;

/**
 * A formula KPI whose drivers stand, each by itself, at the first or at the second of two points. A value is that of the
 * whole point: it includes the KPI's rollup over the cells of the period and over members.
 */
public interface TwoPointFormula {
    /** The KPI's references as its graph lists them; a driver is below known by its index here. */
    List<KpiCode> drivers();

    /** The formula that holds at the second point; its references are among the drivers. */
    Expression expression();

    /**
     * What this formula gives at any mix of the points, also where another value was set for the KPI; NaN when that is missing.
     *
     * @param atSecond per driver whether it stands at the second point; read during the call only
     */
    double value(boolean[] atSecond);

    /**
     * The values of all mixes; bit i of an index says whether driver i stands at the second point. There are 2^n of them, so
     * this is for few drivers only.
     */
    default double[] values() {
        var drivers = drivers().size();
        var values = new double[1 << drivers];
        var atSecond = new boolean[drivers];
        for (var mix = 0; mix < values.length; mix++) {
            place(mix, atSecond);
            values[mix] = value(atSecond);
        }
        return values;
    }

    /** Spreads the bits of a mix over the drivers. */
    static void place(int mix, boolean[] atSecond) {
        for (var driver = 0; driver < atSecond.length; driver++) {
            atSecond[driver] = ((mix >> driver) & 1) != 0;
        }
    }

    /**
     * As {@link #value}, but one driver stands at a value of its own. Where the driver has several cells, those of its point are
     * scaled in proportion, or shifted evenly where they come to 0, so that they come to this value.
     */
    double valueWith(boolean[] atSecond, int driver, double driverValue);
}
