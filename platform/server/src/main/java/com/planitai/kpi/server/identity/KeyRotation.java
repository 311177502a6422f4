package com.planitai.kpi.server.identity;

import java.time.Duration;

/**
 * A new signing key.
 *
 * @param kid its id in the published list
 * @param signsAfter how long after its making it begins to sign
 * @param othersVerifyFor how long the keys before it are kept for tokens that they signed
 */
public record KeyRotation(String kid, Duration signsAfter, Duration othersVerifyFor) {}
