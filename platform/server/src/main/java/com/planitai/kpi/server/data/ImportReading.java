package com.planitai.kpi.server.data;

import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.server.sheet.Sheet;
import com.planitai.kpi.server.sheet.UnreadableSheetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One pass over a file: its cells go to the staging table, its faults stay here. */
final class ImportReading {
    private final Catalogue catalogue;
    private final CellReader reader;
    private final ImportFaults faults = new ImportFaults();
    private @Nullable ImportLayout layout;
    private int rows;

    /** Opens the file as it was decided to be. */
    @FunctionalInterface
    interface Opening {
        Sheet open() throws IOException;
    }

    ImportReading(Catalogue catalogue, FiscalCalendar calendar) {
        this.catalogue = catalogue;
        this.reader = CellReader.ofFiles(catalogue, calendar);
    }

    /** @param progress is told of every line */
    void read(Opening file, ImportRequest request, StagingTable.Rows staged, IntConsumer progress) throws IOException {
        try (Sheet opened = file.open();
                Sheet sheet =
                        request.decisions() == null ? opened : new DecidedSheet(opened, request.decisions(), faults)) {
            if (!sheet.next()) {
                faults.note(1, null, "FILE_EMPTY", Map.of());
                return;
            }
            ImportLayout found = ImportLayout.of(header(sheet), request.mapping(), catalogue, sheet.line(), faults);
            if (found == null) {
                return;
            }
            layout = found;
            var lines = new ImportLines(found, catalogue, reader, staged, faults);
            while (sheet.next()) {
                lines.add(sheet);
                rows++;
                progress.accept(sheet.line());
            }
        } catch (UnreadableSheetException unreadable) {
            // What follows is unknown, so that nothing of the file may be taken in, whatever was asked for.
            layout = null;
            faults.note(unreadable.line(), null, unreadable.code(), unreadable.arguments());
        }
    }

    private List<String> header(Sheet sheet) {
        List<String> header = new ArrayList<>();
        for (int index = 0; index < sheet.size(); index++) {
            String name = sheet.field(index);
            if (name.indexOf(Sheet.DAMAGE) >= 0) {
                name = CellFault.quoted(name);
                faults.note(sheet.line(), name, "BYTES_NOT_DECODABLE", Map.of());
            }
            header.add(name);
        }
        return header;
    }

    /** Later ones of the same cell; {@code all} may be more than these. */
    void reject(List<StagingTable.Duplicate> duplicates, int all) {
        faults.reject(all, all - duplicates.size());
        for (StagingTable.Duplicate duplicate : duplicates) {
            faults.note(
                    duplicate.line(),
                    layout == null ? null : layout.column(duplicate.source()),
                    "DUPLICATE_LINE",
                    Map.of("first", Integer.toString(duplicate.firstLine())));
        }
    }

    ImportFaults faults() {
        return faults;
    }

    /** Whether nothing of the file may be written. */
    boolean refuses(OnError onError) {
        return layout == null || (faults.any() && onError == OnError.ABORT);
    }

    ImportReport report(WriteResult.Counts counts) {
        return new ImportReport(
                layout == null ? null : layout.name(),
                rows,
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                faults.rejected(),
                faults.count(),
                faults.kept().stream().limit(ImportFaults.MAX_LISTED).toList());
    }
}
