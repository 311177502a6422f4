package com.planitai.kpi.server.data;

import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.sheet.Sheet;
import com.planitai.kpi.server.sheet.UnreadableSheetException;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The lines of a file that have faults, to be mended and imported as they are: with the file's own columns, and two more
 * that an import passes over, the line and what is wrong with it.
 */
final class FaultFile {
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String LINE = ImportLayout.REMARK + "line";
    private static final String FAULT = ImportLayout.REMARK + "error";
    private static final String FORMULA = "=+-@\t\r＝＋－＠";

    private final Locale language;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TreeMap<Integer, List<ImportReport.Line>> faults;
    private int columns;

    private FaultFile(List<ImportReport.Line> faults, Locale language) {
        this.language = language;
        this.faults = faults.stream()
                .collect(Collectors.groupingBy(ImportReport.Line::line, TreeMap::new, Collectors.toList()));
    }

    /**
     * CSV in UTF-8 with a byte order mark, without which spreadsheets take it for something else.
     *
     * @param count of all faults, of which these may be the first
     */
    static byte[] write(Sheet sheet, List<ImportReport.Line> faults, int count, Locale language) throws IOException {
        return new FaultFile(faults, language).write(sheet, count - faults.size());
    }

    private byte[] write(Sheet sheet, int unlisted) throws IOException {
        bytes.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
        try (CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            boolean whole = lines(sheet, csv);
            // What could not be found again in the file is still said.
            for (var rest : faults.entrySet()) {
                csv.writeRecord(record(new ArrayList<>(), rest.getKey().toString(), sentences(rest.getValue())));
            }
            if (!whole || unlisted > 0) {
                String sentence = Messages.text(
                        language, "FAULT_FILE_CUT", Map.of("limit", Integer.toString(ImportFaults.MAX_KEPT)));
                csv.writeRecord(record(new ArrayList<>(), "", sentence));
            }
        }
        return bytes.toByteArray();
    }

    /** Whether all of them found room. */
    private boolean lines(Sheet sheet, CsvWriter csv) throws IOException {
        try {
            if (!sheet.next()) {
                return true;
            }
            List<String> header = fields(sheet);
            columns = header.size();
            csv.writeRecord(record(header, LINE, FAULT));
            while (!faults.isEmpty() && sheet.next()) {
                List<ImportReport.Line> own = faults.remove(sheet.line());
                if (own != null) {
                    csv.writeRecord(record(fields(sheet), Integer.toString(sheet.line()), sentences(own)));
                }
                csv.flush();
                if (bytes.size() > MAX_BYTES) {
                    faults.clear();
                    return false;
                }
            }
        } catch (UnreadableSheetException end) {
            // Its fault is among those that are listed.
            return true;
        }
        return true;
    }

    private static List<String> fields(Sheet sheet) {
        List<String> fields = new ArrayList<>();
        for (int index = 0; index < sheet.size(); index++) {
            fields.add(harmless(sheet.field(index).replace(Sheet.DAMAGE, '\uFFFD')));
        }
        return fields;
    }

    private List<String> record(List<String> fields, String line, String fault) {
        if (fields.size() < columns) {
            fields.addAll(Collections.nCopies(columns - fields.size(), ""));
        }
        fields.add(line);
        fields.add(harmless(fault));
        return fields;
    }

    private String sentences(List<ImportReport.Line> own) {
        return own.stream()
                .map(fault -> fault.column() == null
                        ? Messages.text(language, fault.fault())
                        : fault.column() + ": " + Messages.text(language, fault.fault()))
                .collect(Collectors.joining(" / "));
    }

    /** A spreadsheet would run what begins like a formula. */
    private static String harmless(String text) {
        boolean runs = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 && !NumberReader.isPlain(text);
        return runs ? "'" + text : text;
    }
}
