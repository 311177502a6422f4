/** Tables in files: CSV, TSV and XLSX as rows of texts, streamed, with bounds on everything a file can blow up. */
@NullMarked
package com.planitai.kpi.server.sheet;

import org.jspecify.annotations.NullMarked;
