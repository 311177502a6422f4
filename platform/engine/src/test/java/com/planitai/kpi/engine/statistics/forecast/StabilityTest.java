package com.planitai.kpi.engine.statistics.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.Test;

class StabilityTest {
    private static final int LENGTH = 4;

    /** The characteristic polynomial against the eigenvalues of D = F − g·w', which it belongs to (2008, §10.2). */
    @Test
    void holdsWhereErrorsDieOut() {
        var random = new Random(1);
        var stable = 0;
        for (var i = 0; i < 400; i++) {
            var form = EtsForm.admissible(true, true).get(1 + i % 3 * 2);
            var parameters = new EtsParameters(LENGTH, 0);
            parameters.alpha = 2 * random.nextDouble();
            parameters.beta = form.hasTrend() ? random.nextDouble() : 0;
            parameters.gamma = random.nextDouble();
            parameters.phi = form.isDamped() ? 0.8 + 0.18 * random.nextDouble() : 1;
            var radius = radius(parameters, form.hasTrend());
            if (Math.abs(radius - 1) > 1e-6) {
                assertThat(new Stability(form, LENGTH).holds(parameters)).isEqualTo(radius < 1);
                stable += radius < 1 ? 1 : 0;
            }
        }
        assertThat(stable).isBetween(50, 350);
    }

    /** States: level, slope, seasons; the root 1 that level and season share, and no error reaches, is left out. */
    private static double radius(EtsParameters parameters, boolean hasTrend) {
        var size = LENGTH + 2;
        var matrix = MatrixUtils.createRealMatrix(size, size);
        double[] gains = new double[size];
        double[] weights = new double[size];
        gains[0] = parameters.alpha;
        gains[1] = parameters.beta;
        gains[2] = parameters.gamma;
        weights[0] = 1;
        weights[1] = hasTrend ? parameters.phi : 0;
        weights[size - 1] = 1;
        matrix.setEntry(0, 0, 1);
        matrix.setEntry(0, 1, weights[1]);
        matrix.setEntry(1, 1, weights[1]);
        matrix.setEntry(2, size - 1, 1);
        for (var i = 3; i < size; i++) {
            matrix.setEntry(i, i - 1, 1);
        }
        for (var row = 0; row < size; row++) {
            for (var column = 0; column < size; column++) {
                matrix.addToEntry(row, column, -gains[row] * weights[column]);
            }
        }
        var eigenvalues = new EigenDecompositionNonSymmetric(matrix).getEigenvalues();
        var radius = 0.0;
        for (var eigenvalue : eigenvalues) {
            if (eigenvalue.subtract(1).norm() > 1e-7) {
                radius = Math.max(radius, eigenvalue.norm());
            }
        }
        return radius;
    }
}
