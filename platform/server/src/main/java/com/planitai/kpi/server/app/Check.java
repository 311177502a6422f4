package com.planitai.kpi.server.app;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * One thing that the server needs, to be looked at.
 *
 * @param look changes nothing; what it throws is a finding as well
 */
record Check(String what, Callable<List<Finding>> look) {
    /** What a look found: all is well, or what is wrong and what to do. Holds no secret. */
    record Finding(boolean well, String what, String sentence) {
        static Finding good(String what, String sentence) {
            return new Finding(true, what, sentence);
        }

        static Finding bad(String what, String sentence) {
            return new Finding(false, what, sentence);
        }

        @Override
        public String toString() {
            return (well ? "ok    " : "WRONG ") + what + ": " + sentence;
        }
    }
}
