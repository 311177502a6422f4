package com.planitai.kpi.engine.attribution;

import com.planitai.kpi.engine.model.KpiCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * A driver's contribution is the mean of what moving it from the first point to the second changes, over all orders in
 * which the drivers may move: Shapley 1953; for the decomposition of a formula Shorrocks 2013, J. Econ. Inequality 11:99,
 * section 3. In each order the changes telescope to the delta, and so do their means.
 */
final class Shapley implements DriverSplit {
    /** More are sampled: the exact mean takes 2^n evaluations of the formula. */
    static final int MAX_EXACT_DRIVERS = 12;
    /** Evaluations of a formula that sampling may take. */
    static final int SAMPLE_EVALUATIONS = 50_000;
    /** Fewest pairs of orders, so that the standard error means something also with 200 drivers. */
    static final int MIN_SAMPLED_PAIRS = 64;
    /** Coalitions over which a slope is averaged where there are too many drivers for all. */
    static final int SAMPLED_SLOPES = 128;

    private final TwoPointTree tree;
    private final long seed;

    /** @param seed what the samples depend on, together with the KPI's code; the same seed gives the same contributions */
    Shapley(TwoPointTree tree, long seed) {
        this.tree = tree;
        this.seed = seed;
    }

    @Override
    public Split split(KpiCode kpi, TwoPointFormula formula) {
        var isExact = formula.drivers().size() <= MAX_EXACT_DRIVERS;
        var parts = isExact ? exact(formula) : sampled(formula, random(kpi));
        return parts.isPresent() ? parts.get() : new Split.Blocked(undefined(kpi, formula));
    }

    /** Empty when the formula has no value for some coalition of drivers at the second point, here and below. */
    static Optional<Split.Parts> exact(TwoPointFormula formula) {
        var drivers = formula.drivers().size();
        var values = formula.values();
        for (var value : values) {
            if (Double.isNaN(value)) {
                return Optional.empty();
            }
        }
        var weights = weights(drivers);
        var contributions = new double[drivers];
        for (var driver = 0; driver < drivers; driver++) {
            var member = 1 << driver;
            for (var coalition = 0; coalition < values.length; coalition++) {
                if ((coalition & member) == 0) {
                    contributions[driver] +=
                            weights[Integer.bitCount(coalition)] * (values[coalition | member] - values[coalition]);
                }
            }
        }
        return Optional.of(Split.Parts.exact(values[0], values[values.length - 1], contributions));
    }

    /**
     * Orders drawn at random, each with its reverse, whose error is often the opposite: Mitchell, Cooper, Frank and Holmes
     * 2022, J. Machine Learning Research 23:43, section 4.1.
     */
    static Optional<Split.Parts> sampled(TwoPointFormula formula, Random random) {
        var drivers = formula.drivers().size();
        var first = formula.value(new boolean[drivers]);
        var pairs = Math.max(MIN_SAMPLED_PAIRS, SAMPLE_EVALUATIONS / (2 * drivers));
        var order = order(drivers);
        var changes = new double[drivers];
        var means = new double[drivers];
        var squares = new double[drivers];
        for (var pair = 1; pair <= pairs; pair++) {
            shuffle(order, random);
            walk(formula, order, first, changes, true);
            walk(formula, order, first, changes, false);
            for (var driver = 0; driver < drivers; driver++) {
                var change = changes[driver] / 2;
                if (Double.isNaN(change)) {
                    return Optional.empty();
                }
                var distance = change - means[driver];
                means[driver] += distance / pair;
                squares[driver] += distance * (change - means[driver]);
            }
        }
        var errors = new double[drivers];
        for (var driver = 0; driver < drivers; driver++) {
            errors[driver] = Math.sqrt(squares[driver] / (pairs - 1) / pairs);
        }
        var all = new boolean[drivers];
        Arrays.fill(all, true);
        return Optional.of(new Split.Parts(first, formula.value(all), means, errors));
    }

    @Override
    public double slope(KpiCode kpi, TwoPointFormula formula, int driver) {
        var drivers = formula.drivers();
        var code = drivers.get(driver);
        var middle = tree.value(code, false) + (tree.value(code, true) - tree.value(code, false)) / 2;
        return drivers.size() <= MAX_EXACT_DRIVERS
                ? exactSlope(formula, driver, middle)
                : sampledSlope(formula, driver, middle, random(kpi));
    }

    private static double exactSlope(TwoPointFormula formula, int driver, double middle) {
        var drivers = formula.drivers().size();
        var weights = weights(drivers);
        var atSecond = new boolean[drivers];
        var slope = 0.0;
        for (var coalition = 0; coalition < 1 << drivers; coalition++) {
            if ((coalition & (1 << driver)) == 0) {
                TwoPointFormula.place(coalition, atSecond);
                slope += weights[Integer.bitCount(coalition)] * slope(formula, atSecond, driver, middle);
            }
        }
        return slope;
    }

    /** The drivers that moved before this one in a random order are a coalition with the right probability. */
    private static double sampledSlope(TwoPointFormula formula, int driver, double middle, Random random) {
        var drivers = formula.drivers().size();
        var order = order(drivers);
        var slope = 0.0;
        for (var sample = 0; sample < SAMPLED_SLOPES; sample++) {
            shuffle(order, random);
            var atSecond = new boolean[drivers];
            for (var i = 0; order[i] != driver; i++) {
                atSecond[order[i]] = true;
            }
            slope += slope(formula, atSecond, driver, middle) / SAMPLED_SLOPES;
        }
        return slope;
    }

    private static double slope(TwoPointFormula formula, boolean[] atSecond, int driver, double middle) {
        return CentralDifference.slope(value -> formula.valueWith(atSecond, driver, value), middle);
    }

    /** Moves the drivers in the order or its reverse, and notes what each of them changes; the reverse adds to the order's. */
    private static void walk(TwoPointFormula formula, int[] order, double first, double[] changes, boolean inOrder) {
        var atSecond = new boolean[order.length];
        var before = first;
        for (var i = 0; i < order.length; i++) {
            var driver = order[inOrder ? i : order.length - 1 - i];
            atSecond[driver] = true;
            var after = formula.value(atSecond);
            changes[driver] = (inOrder ? 0 : changes[driver]) + (after - before);
            before = after;
        }
    }

    /** By size of the coalition that a driver joins: s! (n − 1 − s)! / n!, that is 1 / (n · C(n − 1, s)). */
    private static double[] weights(int drivers) {
        var weights = new double[drivers];
        var choices = 1.0;
        for (var size = 0; size < drivers; size++) {
            weights[size] = 1 / (drivers * choices);
            choices = choices * (drivers - 1 - size) / (size + 1);
        }
        return weights;
    }

    private static int[] order(int drivers) {
        var order = new int[drivers];
        for (var driver = 0; driver < drivers; driver++) {
            order[driver] = driver;
        }
        return order;
    }

    private static void shuffle(int[] order, Random random) {
        for (var i = order.length - 1; i > 0; i--) {
            var other = random.nextInt(i + 1);
            var moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    private Random random(KpiCode kpi) {
        return new Random(seed ^ kpi.value().hashCode());
    }

    private Obstacle undefined(KpiCode kpi, TwoPointFormula formula) {
        var missing = new ArrayList<KpiCode>();
        for (var driver : formula.drivers()) {
            if (Double.isNaN(tree.value(driver, false)) || Double.isNaN(tree.value(driver, true))) {
                missing.add(driver);
            }
        }
        return missing.isEmpty()
                ? Obstacle.of(Obstacle.Code.FORMULA_UNDEFINED, kpi)
                : new Obstacle(Obstacle.Code.DRIVER_MISSING, missing);
    }
}
