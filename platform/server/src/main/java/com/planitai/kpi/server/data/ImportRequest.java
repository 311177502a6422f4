package com.planitai.kpi.server.data;

import org.jspecify.annotations.Nullable;

/**
 * What an import was asked to do; the request of its job.
 *
 * @param file path of the stored file
 * @param mapping as it was when the import was asked for, so that a later edit does not change it
 */
record ImportRequest(
        String file,
        long bytes,
        boolean tabSeparated,
        @Nullable String fileName,
        boolean dryRun,
        OnError onError,
        @Nullable ImportMapping mapping) {}
