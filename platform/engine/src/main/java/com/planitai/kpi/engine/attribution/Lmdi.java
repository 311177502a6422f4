package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The additive logarithmic mean Divisia index (LMDI-I): a factor with exponent k contributes L(V1, V0) · k · ln(x1/x0),
 * where L is the logarithmic mean: Ang 2004, Energy Policy 32:1131, section 4. At zeros the limits are taken: Wood and
 * Lenzen 2006, Energy Policy 34:1326, table 2.
 */
final class Lmdi implements DriverSplit {
    /** How far the formula's value may be from the product of its drivers, relative to it. */
    private static final double SAME = 1e-9;

    private final TwoPointTree tree;

    Lmdi(TwoPointTree tree) {
        this.tree = tree;
    }

    private record Factor(KpiCode kpi, double exponent, TwoValues values) {
        /** That it is 0 at one point only, which makes the product 0 there. */
        boolean appearsOrVanishes() {
            return values.appearOrVanish();
        }
    }

    @Override
    public Split split(KpiCode kpi, TwoPointFormula formula) {
        var form = ProductForm.of(formula.expression());
        if (form.isEmpty()) {
            return new Split.Blocked(Obstacle.of(Obstacle.Code.NOT_A_PRODUCT, kpi));
        }
        var factors = factors(form.get(), formula);
        var total = total(formula);
        var obstacle = obstacle(kpi, form.get(), factors, total);
        return obstacle.isPresent()
                ? new Split.Blocked(obstacle.get())
                : Split.Parts.exact(total.first(), total.second(), contributions(factors, total));
    }

    /** The quotient of contribution and delta is k · L(V1, V0) / L(x1, x0), which needs no delta. */
    @Override
    public double slope(KpiCode kpi, TwoPointFormula formula, int driver) {
        var form = ProductForm.of(formula.expression()).orElseThrow();
        var factors = factors(form, formula);
        var factor = factors.get(driver);
        return factor.values().areZero()
                ? slopeAtZero(form, factors, driver)
                : factor.exponent()
                        * total(formula).logarithmicMean()
                        / factor.values().logarithmicMean();
    }

    /** A factor that stays 0: the product is linear in it, flat in its higher powers, infinitely steep in its roots. */
    private static double slopeAtZero(ProductForm form, List<Factor> factors, int driver) {
        var exponent = factors.get(driver).exponent();
        if (exponent != 1) {
            return exponent > 1 ? 0 : Double.NaN;
        }
        var others = new ArrayList<>(factors);
        others.remove(driver);
        return product(form, others).logarithmicMean();
    }

    /** Of several factors that vanish together each has a part by its exponent: they tend to 0 at one pace. */
    private static double[] contributions(List<Factor> factors, TwoValues total) {
        var contributions = new double[factors.size()];
        if (total.areZero()) {
            return contributions;
        }
        var vanishing = factors.stream()
                .filter(Factor::appearsOrVanishes)
                .mapToDouble(Factor::exponent)
                .sum();
        for (var i = 0; i < contributions.length; i++) {
            var factor = factors.get(i);
            if (vanishing == 0) {
                contributions[i] = factor.exponent() * factor.values().logarithmOfRatio() * total.logarithmicMean();
            } else if (factor.appearsOrVanishes()) {
                contributions[i] = total.delta() * (factor.exponent() / vanishing);
            }
        }
        return contributions;
    }

    private static Optional<Obstacle> obstacle(KpiCode kpi, ProductForm form, List<Factor> factors, TwoValues total) {
        var missing = codes(factors, factor -> factor.values().isMissing());
        if (!missing.isEmpty()) {
            return Optional.of(new Obstacle(Obstacle.Code.DRIVER_MISSING, missing));
        }
        var turned = codes(factors, factor -> factor.values().changeSign());
        if (!turned.isEmpty()) {
            return Optional.of(new Obstacle(Obstacle.Code.SIGN_CHANGE, turned));
        }
        if (total.isMissing()) {
            return Optional.of(Obstacle.of(Obstacle.Code.FORMULA_UNDEFINED, kpi));
        }
        var product = product(form, factors);
        if (!same(product.first(), total.first()) || !same(product.second(), total.second())) {
            return Optional.of(Obstacle.of(Obstacle.Code.ROLLED_UP, kpi));
        }
        var underflows = total.appearOrVanish() && factors.stream().noneMatch(Factor::appearsOrVanishes);
        return underflows ? Optional.of(Obstacle.of(Obstacle.Code.OUT_OF_RANGE, kpi)) : Optional.empty();
    }

    private List<Factor> factors(ProductForm form, TwoPointFormula formula) {
        return formula.drivers().stream()
                .map(driver -> new Factor(
                        driver,
                        form.exponents().getOrDefault(driver.value(), 0.0),
                        new TwoValues(tree.value(driver, false), tree.value(driver, true))))
                .toList();
    }

    private static TwoValues total(TwoPointFormula formula) {
        var atSecond = new boolean[formula.drivers().size()];
        var first = formula.value(atSecond);
        Arrays.fill(atSecond, true);
        return new TwoValues(first, formula.value(atSecond));
    }

    private static TwoValues product(ProductForm form, List<Factor> factors) {
        var first = form.constant();
        var second = form.constant();
        for (var factor : factors) {
            first *= Math.pow(factor.values().first(), factor.exponent());
            second *= Math.pow(factor.values().second(), factor.exponent());
        }
        return new TwoValues(first, second);
    }

    private static List<KpiCode> codes(List<Factor> factors, Predicate<Factor> concerned) {
        return factors.stream().filter(concerned).map(Factor::kpi).toList();
    }

    private static boolean same(double left, double right) {
        return Math.abs(left - right) <= SAME * Math.max(Math.abs(left), Math.abs(right));
    }
}
