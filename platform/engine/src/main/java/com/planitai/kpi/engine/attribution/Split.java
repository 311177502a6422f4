package com.planitai.kpi.engine.attribution;

/** What became of one formula's delta. */
sealed interface Split {
    /** Contributions by driver, in the formula's unit; they sum to {@code second − first}. */
    final class Parts implements Split {
        private final double first;
        private final double second;
        private final double[] contributions;
        private final double[] standardErrors;

        /**
         * Takes the arrays over.
         *
         * @param first what the formula gives with every driver at the first point
         * @param standardErrors of the contributions; 0 where they are exact
         */
        Parts(double first, double second, double[] contributions, double[] standardErrors) {
            this.first = first;
            this.second = second;
            this.contributions = contributions;
            this.standardErrors = standardErrors;
        }

        static Parts exact(double first, double second, double[] contributions) {
            return new Parts(first, second, contributions, new double[contributions.length]);
        }

        double delta() {
            return second - first;
        }

        /** The larger of both values' magnitudes, against which rounding is measured. */
        double magnitude() {
            return Math.max(Math.abs(first), Math.abs(second));
        }

        double contribution(int driver) {
            return contributions[driver];
        }

        double standardError(int driver) {
            return standardErrors[driver];
        }

        boolean isFinite() {
            var finite = Double.isFinite(delta());
            for (var contribution : contributions) {
                finite &= Double.isFinite(contribution);
            }
            return finite;
        }
    }

    /** There are no contributions to be had. */
    record Blocked(Obstacle obstacle) implements Split {}
}
