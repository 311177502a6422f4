package com.planitai.kpi.server.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.planitai.kpi.server.sheet.SheetFormat;
import com.planitai.kpi.server.sheet.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * What an import was asked to do; the request of its job.
 *
 * @param file path of the stored file
 * @param encoding as the sender said, null to find out
 * @param mapping as it was when the import was asked for, so that a later edit does not change it
 * @param decisions on the faults of an earlier run, null for a first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportRequest(
        String file,
        long bytes,
        SheetFormat format,
        @Nullable TextEncoding encoding,
        @Nullable String fileName,
        boolean dryRun,
        OnError onError,
        @Nullable ImportMapping mapping,
        @Nullable ImportDecisions decisions) {

    ImportRequest committed(ImportDecisions decided) {
        return new ImportRequest(file, bytes, format, encoding, fileName, false, onError, mapping, decided);
    }
}
