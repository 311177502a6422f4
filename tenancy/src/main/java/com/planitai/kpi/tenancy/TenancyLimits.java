package com.planitai.kpi.tenancy;

import java.time.Duration;

/**
 * Limits of one instance towards the database.
 *
 * @param requestConnections connections for tenant and directory transactions
 * @param schedulerConnections connections of the background scheduler, apart so that heartbeats never queue behind requests
 * @param migrationWorkers tenants that migrate at the same time
 * @param connectionWait how long a transaction waits for a connection before it fails
 * @param statementTimeout longest single statement, unless a transaction sets its own
 * @param idleInTransaction longest pause between two statements of one transaction
 * @param provisioningTakeover age after which an unfinished sign-up may be taken over by another with the same slug
 */
public record TenancyLimits(
        int requestConnections,
        int schedulerConnections,
        int migrationWorkers,
        Duration connectionWait,
        Duration statementTimeout,
        Duration idleInTransaction,
        Duration provisioningTakeover) {

    public static final TenancyLimits DEFAULT = new TenancyLimits(
            20, 4, 4, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60));

    public TenancyLimits {
        atLeastOne("requestConnections", requestConnections);
        atLeastOne("schedulerConnections", schedulerConnections);
        atLeastOne("migrationWorkers", migrationWorkers);
        positive("connectionWait", connectionWait);
        positive("statementTimeout", statementTimeout);
        positive("idleInTransaction", idleInTransaction);
        if (provisioningTakeover.isNegative()) {
            throw new IllegalArgumentException("provisioningTakeover: expected 0 or more, got " + provisioningTakeover);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": expected 1 or more, got " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": expected 1 ms or more, got " + value);
        }
    }
}
