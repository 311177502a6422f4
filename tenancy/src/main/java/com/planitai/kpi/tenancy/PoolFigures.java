package com.planitai.kpi.tenancy;

import java.util.function.IntSupplier;

/**
 * What goes on in a connection pool, at most a second old.
 *
 * @param name {@code requests}, {@code scheduler} or {@code provision}
 * @param active connections in use
 * @param idle connections that wait for work
 * @param waiting threads that wait for a connection
 * @param limit most connections at a time
 */
public record PoolFigures(String name, IntSupplier active, IntSupplier idle, IntSupplier waiting, int limit) {}
