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
 * Appl. 51:259). Not thread-safe.
 */
final class EtsFitter {
    /** Likelihoods computed in one search; by then the simplex of a monthly model has closed. */
    private static final int SEARCH_EVALUATIONS = 2_000;

    /** The same of a search that begins at the parameters of almost the same series, with a simplex of this size. */
    private static final int UPDATE_EVALUATIONS = 200;

    private static final double UPDATE_SIZE = 0.1;

    /** A search ends when its simplex changes by less than this, in units of AICc. */
    private static final double TOLERANCE = 1e-4;

    /** With relative errors of this variance a positive series would turn negative every sixth period. */
    private static final double LARGEST_RELATIVE_VARIANCE = 1;

    private final double[] values;
    private final EtsForm form;
    private final ParameterSpace space;
    private final Innovations innovations;
    private final Stability stability;
    private final EtsParameters candidate;
    private int evaluations;

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
        return search(space.start(values, space.slowStart()), SEARCH_EVALUATIONS, 1);
    }

    EtsFit fromFastStart() {
        return search(space.start(values, space.fastStart()), SEARCH_EVALUATIONS, 1);
    }

    /** Beginning at what was estimated from an earlier part of the series. */
    EtsFit update(EtsFit earlier) {
        return search(earlier.parameters(), UPDATE_EVALUATIONS, UPDATE_SIZE);
    }

    private EtsFit search(EtsParameters start, int most, double size) {
        var guess = space.point(start);
        var n = (double) Math.max(2, guess.length);
        evaluations = 0;
        var optimizer = new SimplexOptimizer((step, previous, current) ->
                evaluations >= most || Math.abs(previous.getValue() - current.getValue()) < TOLERANCE);
        var optimum = optimizer.optimize(
                MaxEval.unlimited(),
                new ObjectiveFunction(this::likelihood),
                GoalType.MINIMIZE,
                new InitialGuess(guess),
                new NelderMeadSimplex(space.sides(size), 1, 1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n));
        return fitted(optimum.getPoint());
    }

    private double likelihood(double[] point) {
        evaluations++;
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
        var variance = innovations.sumOfSquares() / (innovations.observed() - space.dimension());
        if (form.isErrorMultiplicative() && variance > LARGEST_RELATIVE_VARIANCE) {
            likelihood = Innovations.INFEASIBLE;
        }
        var parameters = space.empty();
        space.read(point, parameters);
        var counted = space.dimension() + 1;
        var penalty = 2.0 * counted + 2.0 * counted * (counted + 1) / (innovations.observed() - counted - 1);
        return new EtsFit(form, parameters, innovations.state(), variance, likelihood + penalty);
    }
}
