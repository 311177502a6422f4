package com.planitai.kpi.server.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.planitai.kpi.engine.FuzzBudget;
import com.planitai.kpi.engine.time.FiscalCalendar;
import com.planitai.kpi.engine.time.Grain;
import com.planitai.kpi.engine.time.YearNaming;
import com.planitai.kpi.engine.unit.Unit;
import com.planitai.kpi.engine.unit.UnitType;
import com.planitai.kpi.server.sheet.Sheet;
import com.planitai.kpi.server.sheet.SheetFormat;
import com.planitai.kpi.server.sheet.TextEncoding;
import com.planitai.kpi.server.sheet.WorkbookFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whatever a file says, an import reads it to its end with cells and faults, without an exception, in good time. */
class ImportFuzzTest {
    private static final FiscalCalendar CALENDAR =
            new FiscalCalendar(ZoneId.of("Asia/Tokyo"), Month.APRIL, YearNaming.STARTS_IN);
    private static final Catalogue CATALOGUE = new Catalogue(
            Map.of(
                    "orders", kpi(1, "orders", Grain.MONTH, true, List.of(), Unit.of(UnitType.COUNT)),
                    "sales", kpi(2, "sales", Grain.DAY, true, List.of("region"), Unit.currency("JPY")),
                    "share", kpi(3, "share", Grain.QUARTER, true, List.of(), Unit.of(UnitType.PERCENT)),
                    "rate", kpi(4, "rate", Grain.MONTH, false, List.of(), Unit.of(UnitType.NUMBER))),
            Set.of("actual", "plan"),
            Map.of("region", Set.of("kr", "jp")));
    private static final ImportMapping MAPPING = new ImportMapping(
            "mapping",
            new ImportMapping.PeriodColumn("日付", "yyyy/M/d"),
            new ImportMapping.Source("指標", null, Map.of("売上", "sales")),
            new ImportMapping.Source("値", null, null),
            new ImportMapping.Source(null, "plan", null),
            Map.of("region", new ImportMapping.Source("地域", null, Map.of("日本", "jp"))));
    private static final List<Unit> UNITS =
            List.of(Unit.currency("JPY"), Unit.of(UnitType.PERCENT), Unit.of(UnitType.NUMBER));
    private static final int FORMAT_BIT = 1;
    private static final int ENCODING_SHIFT = 1;
    private static final int ENCODING_BITS = 7;
    private static final int MAPPING_BIT = 0x40;
    private static final String PART = "\n---\n";

    @FuzzTest
    void readsNumbersOrSaysWhyNot(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8).strip();
        FuzzBudget.forBytes(data.length).run(() -> {
            for (Unit unit : UNITS) {
                List<CellFault> faults = new ArrayList<>();
                Double value = NumberReader.read(text, unit, text.length() % 2 == 0, faults);
                assertThat(value == null).isEqualTo(!faults.isEmpty());
                assertThat(value == null || !value.isNaN()).isTrue();
            }
        });
    }

    /** The first byte says as what: {@code 0} CSV and {@code 1} TSV of an unknown encoding, the rest the file. */
    @FuzzTest
    void readsSeparatedFiles(byte[] data) {
        if (data.length > 0) {
            var encodings = TextEncoding.values();
            int encoding = (data[0] >> ENCODING_SHIFT) & ENCODING_BITS;
            read(
                    Arrays.copyOfRange(data, 1, data.length),
                    (data[0] & FORMAT_BIT) == 0 ? SheetFormat.CSV : SheetFormat.TSV,
                    encoding == 0 || encoding > encodings.length ? null : encodings[encoding - 1],
                    (data[0] & MAPPING_BIT) == 0 ? null : MAPPING);
        }
    }

    /** Rows, and if there are more parts strings, styles, the workbook and its relations, all in XML. */
    @FuzzTest
    void readsPartsOfWorkbooks(byte[] data) {
        var parts = new String(data, StandardCharsets.UTF_8).split(PART, -1);
        var workbook = new WorkbookFile().rows(parts[0]);
        var names = List.of("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels");
        for (int part = 1; part < parts.length && part <= names.size(); part++) {
            if (!parts[part].isEmpty()) {
                workbook.with(names.get(part - 1), parts[part]);
            }
        }
        read(workbook.bytes(), SheetFormat.XLSX, null, null);
    }

    @FuzzTest
    void readsWorkbooks(byte[] data) {
        read(data, SheetFormat.XLSX, null, null);
    }

    private static void read(
            byte[] file, SheetFormat format, @Nullable TextEncoding encoding, @Nullable ImportMapping mapping) {
        var request =
                new ImportRequest("file", file.length, format, encoding, null, false, OnError.SKIP, mapping, null);
        FuzzBudget.forBytes(file.length).run(() -> {
            var reading = new ImportReading(CATALOGUE, CALENDAR);
            try {
                reading.read(
                        () -> Sheet.open(format, () -> new ByteArrayInputStream(file), encoding),
                        request,
                        new StagingTable.Rows(Writer.nullWriter()),
                        line -> assertThat(line).isPositive());
            } catch (IOException nowhere) {
                throw new UncheckedIOException("expected a file in memory to be readable", nowhere);
            }
            var report = reading.report(WriteResult.Counts.NONE);
            assertThat(report.layout() == null).isEqualTo(reading.refuses(OnError.SKIP));
            assertThat(report.errors()).allMatch(fault -> fault.line() > 0);
        });
    }

    private static CatalogueKpi kpi(
            long id, String code, Grain grain, boolean input, List<String> dimensions, Unit unit) {
        return new CatalogueKpi(id, code, grain, input, dimensions, unit);
    }
}
