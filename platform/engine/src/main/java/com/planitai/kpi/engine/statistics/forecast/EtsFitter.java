package com.planitai.kpi.engine.statistics.forecast;

import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Fits one form by maximum likelihood over smoothing parameters and initial states together (Hyndman et al. 2008, §5.1),
 * searching with the simplex of Nelder & Mead and the dimension-dependent steps of Gao & Han (2012, Comput. Optim.
 * Appl. 51:259, §4). Not thread-safe.
 */
final class EtsFitter {
    /** Steps of one search; by then the simplex of a monthly model has closed. */
    private static final int SEARCH_STEPS = 700;

    /** Steps of a search that begins at the parameters of almost the same series, with a simplex of this size. */
    private static final int UPDATE_STEPS = 80;

    private static final double UPDATE_SIZE = 0.1;

    /** A shrinking simplex evaluates all its corners in one step. */
    private static final MaxEval EVALUATIONS = new MaxEval(100_000);

    /** A search ends when its simplex changes by less than this, in units of AICc. */
    private static final double TOLERANCE = 1e-4;

    private final double[] values;
    private final EtsForm form;
    private final ParameterSpace space;
    private final Innovations innovations;
    private final Stability stability;
    private final EtsParameters candidate;

    EtsFitter(double[] values, EtsForm form, int seasonLength) {
        this.values = values;
        this.form = form;
        var length = form.hasSeason() ? seasonLength : 1;
        space = new ParameterSpace(form, length);
        innovations = new Innovations(values, form, length);
        stability = new Stability(form, length);
        candidate = space.empty();
    }

    EtsFit fromSlowStart() {
        return search(space.start(values, space.slowStart()), SEARCH_STEPS, 1);
    }

    EtsFit fromFastStart() {
        return search(space.start(values, space.fastStart()), SEARCH_STEPS, 1);
    }

    /** Beginning at what was estimated from an earlier part of the series. */
    EtsFit update(EtsFit earlier) {
        return search(earlier.parameters(), UPDATE_STEPS, UPDATE_SIZE);
    }

    private EtsFit search(EtsParameters start, int steps, double size) {
        var guess = space.point(start);
        var n = (double) Math.max(2, guess.length);
        var optimizer = new SimplexOptimizer((step, previous, current) ->
                step >= steps || Math.abs(previous.getValue() - current.getValue()) < TOLERANCE);
        var optimum = optimizer.optimize(
                EVALUATIONS,
                new ObjectiveFunction(this::likelihood),
                GoalType.MINIMIZE,
                new InitialGuess(guess),
                new NelderMeadSimplex(space.sides(size), 1, 1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n));
        return fitted(optimum.getPoint());
    }

    private double likelihood(double[] point) {
        space.read(point, candidate);
        return isAdmissible() ? innovations.run(candidate) : Innovations.INFEASIBLE;
    }

    private boolean isAdmissible() {
        if (form.isSeasonMultiplicative()) {
            for (var factor : candidate.seasons) {
                if (factor <= 0) {
                    return false;
                }
            }
        }
        return !form.hasSeason() || stability.holds(candidate);
    }

    private EtsFit fitted(double[] point) {
        var likelihood = likelihood(point);
        var parameters = space.empty();
        space.read(point, parameters);
        var estimated = space.dimension();
        var observed = innovations.observed();
        var counted = estimated + 1;
        var penalty = 2.0 * counted + 2.0 * counted * (counted + 1) / (observed - counted - 1);
        var variance = innovations.sumOfSquares() / (observed - estimated);
        return new EtsFit(form, parameters, innovations.state(), variance, likelihood + penalty);
    }
}
