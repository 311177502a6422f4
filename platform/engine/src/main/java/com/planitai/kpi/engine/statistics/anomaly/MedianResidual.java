package com.planitai.kpi.engine.statistics.anomaly;

import java.util.Arrays;

/**
 * The median by which STL weighs outliers, as the authors' program and R compute it. Their partial sort (Singleton
 * 1969, CACM 12:185, algorithm 347, cut short) is asked for the two middle ranks in falling order; where a partition
 * happens to end between the two, one of them stays unsorted and a neighbour is taken for it. The exact median would
 * move a robust decomposition by up to 3 % of the series' range away from everyone else's, so the ranks are asked for
 * in the same order here.
 */
final class MedianResidual {
    /** Shorter stretches are sorted whole, except at the very beginning. */
    private static final int SHORT_STRETCH = 10;

    private final double[] residuals;
    private final int[] ranks;

    private MedianResidual(double[] residuals) {
        this.residuals = residuals;
        ranks = new int[] {residuals.length / 2, (residuals.length - 1) / 2};
    }

    /** @param residuals reordered by the call */
    static double of(double[] residuals) {
        if (residuals.length == 0) {
            return 0;
        }
        var median = new MedianResidual(residuals);
        median.place(0, residuals.length - 1, 0, 1);
        return (residuals[median.ranks[0]] + residuals[median.ranks[1]]) / 2;
    }

    /** Sorts from … to as far as the ranks first … last need it. */
    private void place(int from, int to, int first, int last) {
        if (first > last || from >= to) {
            return;
        }
        if (to - from <= SHORT_STRETCH && from > 0) {
            Arrays.sort(residuals, from, to + 1);
            return;
        }
        var pivot = medianOfThree(from, (from + to) / 2, to);
        var low = from;
        var high = to;
        while (true) {
            do {
                high--;
            } while (residuals[high] > pivot);
            do {
                low++;
            } while (residuals[low] < pivot);
            if (low > high) {
                break;
            }
            swap(low, high);
        }
        var upper = firstRankAbove(from, to, low, high, first, last);
        place(from, high, first, upper - 1);
        place(low, to, upper, last);
    }

    /** The ranks from the answer on belong to the upper stretch; the shorter stretch chooses. */
    private int firstRankAbove(int from, int to, int low, int high, int first, int last) {
        if (high - from <= to - low) {
            var rank = last;
            while (rank >= first && ranks[rank] > high) {
                rank--;
            }
            return rank + 1;
        }
        var rank = first;
        while (rank <= last && ranks[rank] < low) {
            rank++;
        }
        return rank;
    }

    private double medianOfThree(int low, int middle, int high) {
        if (residuals[low] > residuals[middle]) {
            swap(low, middle);
        }
        if (residuals[high] < residuals[middle]) {
            swap(high, middle);
            if (residuals[low] > residuals[middle]) {
                swap(low, middle);
            }
        }
        return residuals[middle];
    }

    private void swap(int one, int other) {
        var value = residuals[one];
        residuals[one] = residuals[other];
        residuals[other] = value;
    }
}
