package com.planitai.kpi.server.data;

import com.planitai.kpi.server.files.ObjectKey;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.job.JobEffect;
import com.planitai.kpi.server.job.JobHandler;
import com.planitai.kpi.server.job.JobResult;
import com.planitai.kpi.server.job.JobRun;
import com.planitai.kpi.tenancy.TenantTransaction;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Imports one file. All of it happens in the final step, whose transaction also writes the job's result: a crash leaves
 * nothing, and a second attempt starts from nothing.
 */
final class ImportJob implements JobHandler {
    static final String KIND = "import";

    private final CatalogueRepository catalogues;
    private final ObjectStore files;
    private final Supplier<UUID> ids;
    private final ObservationRepository repository = new ObservationRepository();

    /** How far reading came. */
    private static final class Reading {
        private final ImportFaults faults = new ImportFaults();
        private int line = 1;
        private int rows;
        private @Nullable ImportLayout layout;
    }

    ImportJob(CatalogueRepository catalogues, ObjectStore files, Supplier<UUID> ids) {
        this.catalogues = catalogues;
        this.files = files;
        this.ids = ids;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobEffect prepare(JobRun run) {
        ImportRequest request = run.request(ImportRequest.class);
        run.report(0, request.bytes());
        return tx -> write(tx, run, request);
    }

    private JobResult write(TenantTransaction tx, JobRun run, ImportRequest request) {
        catalogues.hold(tx);
        Reading reading = new Reading();
        StagingTable staging = StagingTable.create(tx);
        Catalogue catalogue = catalogues.whole(tx);
        CellReader reader = CellReader.ofFiles(catalogue, catalogues.calendar(tx));
        staging.fill(rows -> read(run, request, catalogue, reader, rows, reading));
        reject(staging.removeDuplicates(), reading);
        boolean refused = reading.layout == null || (reading.faults.any() && request.onError() == OnError.ABORT);
        WriteResult.Counts counts = refused
                ? WriteResult.Counts.NONE
                : request.dryRun() ? staging.preview() : repository.writeStaged(tx, batch(run));
        ImportReport report = report(reading, counts);
        return refused ? JobResult.failed(report) : JobResult.succeeded(report);
    }

    private Batch batch(JobRun run) {
        return new Batch(ids.get(), Batch.IMPORT, run.id(), run.user().orElse(null));
    }

    private void read(
            JobRun run,
            ImportRequest request,
            Catalogue catalogue,
            CellReader reader,
            StagingTable.Rows rows,
            Reading reading)
            throws IOException {
        try (CountingStream counted = new CountingStream(open(run, request));
                CsvReader<CsvRecord> csv = CsvFile.open(counted, request.tabSeparated())) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                reading.faults.note(1, null, "FILE_EMPTY", Map.of());
                return;
            }
            List<String> header =
                    records.next().getFields().stream().map(String::strip).toList();
            ImportLayout layout = ImportLayout.of(header, request.mapping(), catalogue, 1, reading.faults);
            reading.layout = layout;
            if (layout == null) {
                return;
            }
            ImportLines lines = new ImportLines(layout, reader, rows, reading.faults);
            while (records.hasNext()) {
                CsvRecord next = records.next();
                reading.line = Math.toIntExact(next.getStartingLineNumber());
                lines.add(next);
                reading.rows = lines.count();
                run.report(counted.bytes(), request.bytes());
            }
        } catch (CsvParseException unreadable) {
            unreadable(reading, unreadable.getCause() instanceof CharacterCodingException);
        } catch (CharacterCodingException unreadable) {
            unreadable(reading, true);
        } catch (UncheckedIOException failure) {
            if (!(failure.getCause() instanceof CharacterCodingException)) {
                throw failure;
            }
            unreadable(reading, true);
        }
    }

    /** What follows cannot be read, so that nothing of the file may be taken in, whatever was asked for. */
    private static void unreadable(Reading reading, boolean encoding) {
        reading.layout = null;
        reading.faults.note(reading.line + 1, null, encoding ? "FILE_NOT_UTF8" : "QUOTES_NOT_CLOSED", Map.of());
    }

    private InputStream open(JobRun run, ImportRequest request) {
        return files.get(new ObjectKey(run.tenant(), request.file()))
                .orElseThrow(() -> new IllegalStateException("the file of import " + run.id() + " is gone"));
    }

    private static void reject(List<StagingTable.Duplicate> duplicates, Reading reading) {
        for (StagingTable.Duplicate duplicate : duplicates) {
            ImportLayout layout = reading.layout;
            reading.faults.reject();
            reading.faults.note(
                    duplicate.line(),
                    layout == null ? null : layout.column(duplicate.source()),
                    "DUPLICATE_LINE",
                    Map.of("first", Integer.toString(duplicate.firstLine())));
        }
    }

    private static ImportReport report(Reading reading, WriteResult.Counts counts) {
        return new ImportReport(
                reading.layout == null ? null : reading.layout.name(),
                reading.rows,
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                reading.faults.rejected(),
                reading.faults.listed());
    }
}
