package com.planitai.kpi.tenancy.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an embedded server differs from the usual.
 *
 * @param binaryCache folder where PostgreSQL's programs are unpacked, shared between servers; null for the data folder
 * @param durable false gives up what was committed when the machine fails, for tests
 */
public record EmbeddedOptions(@Nullable Path binaryCache, boolean durable) {
    public static final EmbeddedOptions DEFAULT = new EmbeddedOptions(null, true);
}
