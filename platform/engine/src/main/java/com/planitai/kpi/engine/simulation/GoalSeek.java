package com.planitai.kpi.engine.simulation;

import com.planitai.kpi.engine.simulation.GoalSeekResult.NoSolution;
import com.planitai.kpi.engine.simulation.GoalSeekResult.Reason;
import com.planitai.kpi.engine.simulation.GoalSeekResult.Solved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.AllowedSolution;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.exception.MathRuntimeException;

/**
 * Looks for the lever value at which a KPI reaches a target: a scan of the range for changes of sign, and for turning
 * points that may touch the target between two of its steps, then a bracketing solver in each of those places, the nearest
 * to today's value first. What happens wholly between two steps of the scan may be missed.
 */
public final class GoalSeek {
    /** Steps of the scan on each side of today's value. */
    public static final int STEPS = 64;
    /** Evaluations within one bracket. */
    public static final int MAX_EVALUATIONS_PER_BRACKET = 200;
    /** How far the KPI may be from the target at a solution, relative to the target and to how far it moves around it. */
    public static final double TOLERANCE = 1e-9;

    /** Of a bracket that golden section search cuts off: Press et al. 2007, Numerical Recipes, 3rd ed., section 10.2. */
    private static final double GOLDEN = (3 - Math.sqrt(5)) / 2;
    /** Beyond this many cuts a turning point is known to the rounding of its function value. */
    private static final int GOLDEN_CUTS = 50;
    /** How much nearer to the target the parabola through three steps must come for a search between them. */
    private static final double PROMISING = 0.5;

    private static final double LEVER_ACCURACY = 1e-15;
    private static final double SMALLEST_ACCURACY = 1e-300;
    private static final int ORDER = 5;

    private final DoubleUnaryOperator kpi;
    private final double target;
    private final double today;
    private int evaluations;
    private double lowest = Double.NaN;
    private double highest = Double.NaN;

    private GoalSeek(DoubleUnaryOperator kpi, double target, double today) {
        this.kpi = kpi;
        this.target = target;
        this.today = today;
    }

    /** A lever value and how far the KPI is from the target there. */
    private record Point(double lever, double distance) {
        boolean isCloserThan(Point other) {
            return Math.abs(distance) < Math.abs(other.distance);
        }
    }

    /**
     * Two lever values between which the KPI meets the target, or one where it may touch it.
     *
     * @param scale by which a miss is measured: the target's size, or how far the KPI moves around here
     */
    private record Bracket(Point low, Point high, double scale) {
        double distanceFrom(double lever) {
            return Math.max(0, Math.max(low.lever - lever, lever - high.lever));
        }
    }

    /**
     * Seeks from {@code low} to {@code high}, both included.
     *
     * @param kpi the KPI's value by the lever's; NaN when missing
     * @param today the lever's value, which may lie outside of the range
     */
    public static GoalSeekResult seek(DoubleUnaryOperator kpi, double target, double today, double low, double high) {
        if (!Double.isFinite(target) || !Double.isFinite(today) || !Double.isFinite(high - low) || low >= high) {
            throw new IllegalArgumentException(
                    "expected a finite target, a finite value of today and a finite range low < high, got %s, %s, %s, %s"
                            .formatted(target, today, low, high));
        }
        return new GoalSeek(kpi, target, today).seek(low, high);
    }

    private GoalSeekResult seek(double low, double high) {
        var points = scan(low, high);
        var brackets = brackets(points);
        brackets.sort(Comparator.comparingDouble(bracket -> bracket.distanceFrom(today)));
        var nearest = OptionalDouble.empty();
        for (var bracket : brackets) {
            if (nearest.isPresent() && bracket.distanceFrom(today) >= Math.abs(nearest.getAsDouble() - today)) {
                break;
            }
            var root = solve(bracket);
            if (root.isPresent()
                    && (nearest.isEmpty()
                            || Math.abs(root.getAsDouble() - today) < Math.abs(nearest.getAsDouble() - today))) {
                nearest = root;
            }
        }
        if (nearest.isEmpty()) {
            return new NoSolution(reason(), lowest, highest, evaluations);
        }
        var solution = nearest.getAsDouble();
        var reached = target + at(solution).distance();
        return new Solved(solution, solution - today, reached, evaluations);
    }

    private Reason reason() {
        if (Double.isNaN(lowest)) {
            return Reason.NO_VALUE;
        }
        if (lowest == highest) {
            return Reason.FLAT;
        }
        return target < lowest || target > highest ? Reason.OUT_OF_REACH : Reason.JUMPS_OVER;
    }

    /** Today's value is one of the steps, so that a KPI that is on target already stays there. */
    private List<Point> scan(double low, double high) {
        var points = new ArrayList<Point>();
        if (low < today && today < high) {
            addSteps(points, low, today, STEPS);
            addSteps(points, today, high, STEPS);
        } else {
            addSteps(points, low, high, 2 * STEPS);
        }
        points.add(at(high));
        return points;
    }

    private void addSteps(List<Point> points, double from, double to, int steps) {
        for (var step = 0; step < steps; step++) {
            points.add(at(from + (to - from) * step / steps));
        }
    }

    private List<Bracket> brackets(List<Point> points) {
        var brackets = new ArrayList<Bracket>();
        var closest = Double.POSITIVE_INFINITY;
        for (var point : points) {
            closest = Double.isNaN(point.distance()) ? closest : Math.min(closest, Math.abs(point.distance()));
        }
        for (var i = 0; i < points.size(); i++) {
            var point = points.get(i);
            if (point.distance() == 0) {
                brackets.add(bracket(point, point));
            } else if (i > 0 && isCrossed(points.get(i - 1), point)) {
                brackets.add(bracket(points.get(i - 1), point));
            } else if (i > 1 && isTurning(points.get(i - 2), points.get(i - 1), point, closest)) {
                brackets.addAll(aroundTurningPoint(points.get(i - 2), points.get(i - 1), point));
            }
        }
        return brackets;
    }

    /** Comparisons with a missing value are false. */
    private static boolean isCrossed(Point low, Point high) {
        return (low.distance() < 0 && high.distance() > 0) || (low.distance() > 0 && high.distance() < 0);
    }

    /** The closest point of all is searched around in any case, so that the reachable range is reported well. */
    private static boolean isTurning(Point low, Point middle, Point high, double closest) {
        var isPassed = middle.distance() == 0 || isCrossed(low, middle);
        if (isPassed || !middle.isCloserThan(low) || !middle.isCloserThan(high)) {
            return false;
        }
        if (Math.abs(middle.distance()) <= closest) {
            return true;
        }
        var left = middle.lever() - low.lever();
        var right = high.lever() - middle.lever();
        var leftSlope = (middle.distance() - low.distance()) / left;
        var rightSlope = (high.distance() - middle.distance()) / right;
        var curvature = (rightSlope - leftSlope) / (left + right);
        var slope = (leftSlope * right + rightSlope * left) / (left + right);
        var nearest = middle.distance() - slope * slope / (4 * curvature);
        return nearest / middle.distance() < PROMISING;
    }

    /** Two brackets where the KPI passes the target and returns, one point where it comes closest; which may be too far. */
    private List<Bracket> aroundTurningPoint(Point first, Point closest, Point last) {
        var low = first;
        var middle = closest;
        var high = last;
        for (var cut = 0; cut < GOLDEN_CUTS; cut++) {
            var isRight = high.lever() - middle.lever() > middle.lever() - low.lever();
            var end = isRight ? high : low;
            var probe = at(middle.lever() + GOLDEN * (end.lever() - middle.lever()));
            if (isCrossed(middle, probe)) {
                return List.of(bracket(first, probe), bracket(probe, last));
            }
            if (probe.isCloserThan(middle)) {
                low = isRight ? middle : low;
                high = isRight ? high : middle;
                middle = probe;
            } else {
                low = isRight ? low : probe;
                high = isRight ? probe : high;
            }
        }
        return List.of(new Bracket(middle, middle, bracket(first, last).scale()));
    }

    private Bracket bracket(Point low, Point high) {
        var moved = Math.abs(low.distance()) + Math.abs(high.distance());
        return new Bracket(low, high, Math.max(Math.abs(target), moved));
    }

    /** Where the KPI jumps over the target, or has no value next to it, the solver ends beside it: that is no solution. */
    private OptionalDouble solve(Bracket bracket) {
        var root = bracket.low().lever() == bracket.high().lever()
                ? OptionalDouble.of(bracket.low().lever())
                : searched(bracket);
        return root.isPresent() && Math.abs(at(root.getAsDouble()).distance()) <= TOLERANCE * bracket.scale()
                ? root
                : OptionalDouble.empty();
    }

    private OptionalDouble searched(Bracket bracket) {
        try {
            var solver = new BracketingNthOrderBrentSolver(LEVER_ACCURACY, SMALLEST_ACCURACY, SMALLEST_ACCURACY, ORDER);
            return OptionalDouble.of(solver.solve(
                    MAX_EVALUATIONS_PER_BRACKET,
                    lever -> at(lever).distance(),
                    bracket.low().lever(),
                    bracket.high().lever(),
                    AllowedSolution.ANY_SIDE));
        } catch (MathRuntimeException unsolved) {
            return OptionalDouble.empty();
        }
    }

    private Point at(double lever) {
        evaluations++;
        var value = kpi.applyAsDouble(lever);
        if (!Double.isFinite(value)) {
            return new Point(lever, Double.NaN);
        }
        lowest = Double.isNaN(lowest) ? value : Math.min(lowest, value);
        highest = Double.isNaN(highest) ? value : Math.max(highest, value);
        return new Point(lever, value - target);
    }
}
