package com.planitai.kpi.server.files;

import java.time.Duration;

/**
 * How long one request to S3 may take. A file that goes in parts takes a request for each.
 *
 * @param connect until a connection is there
 * @param silence longest time without a byte of an answer
 * @param attempt a whole attempt, with the body that goes along
 * @param request all attempts at one request, and the pauses between them
 * @param attempts how often one request is tried
 */
record S3Limits(Duration connect, Duration silence, Duration attempt, Duration request, int attempts) {
    static final S3Limits DEFAULT = new S3Limits(
            Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(45), 3);
}
