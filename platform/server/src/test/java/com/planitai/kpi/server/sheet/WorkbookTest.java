package com.planitai.kpi.server.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class WorkbookTest {
    @Test
    void readsTheFirstSheetWithEveryKindOfCell() throws IOException {
        byte[] file = new WorkbookFile()
                .strings("<si><t>period</t></si><si><r><t>売</t></r><r><t>上</t></r><rPh><t>うりあげ</t></rPh></si>")
                .rows("""
                        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
                        <row r="3"><c r="A3" s="1"><v>46023</v></c><c r="B3" t="inlineStr"><is><t> kr </t></is></c>
                          <c r="C3"><f>SUM(1,2)</f><v>0.1</v></c><c r="D3" t="str"><v>text</v></c><c r="E3" t="b"><v>1</v></c>
                          <c r="F3" t="e"><v>#DIV/0!</v></c><c r="G3" s="4"><v>5.0000000000000003E-2</v></c></row>
                        <row r="4"/>
                        <row><c><v>7</v></c><c s="2"><v>46054</v></c></row>
                        """)
                .bytes();

        assertThat(rows(file))
                .containsExactly(
                        "1: period||売上",
                        "3: 2026-01-01|kr|0.1|text|TRUE|#DIV/0!|5.0000000000000003E-2",
                        "5: 7|2026-02-01");
    }

    @Test
    void knowsDatesByTheirFormat() {
        assertThat(List.of("yyyy-mm-dd", "m/d", "[$-411]ggge\"年\"", "mmm", "dd\\d"))
                .allMatch(DateCells::isDateFormat);
        assertThat(List.of("0.00E+00", "#,##0\"days\"", "[h]:mm", "mm:ss", "[Red]0", "General", "\\d0"))
                .noneMatch(DateCells::isDateFormat);
    }

    @Test
    void countsDaysLikeASpreadsheet() {
        var dates = new DateCells(List.of(), false);
        assertThat(dates.text(1)).hasValue("1900-01-01");
        assertThat(dates.text(59)).hasValue("1900-02-28");
        assertThat(dates.text(61)).hasValue("1900-03-01");
        assertThat(dates.text(46023.5)).hasValue("2026-01-01T12:00");
        assertThat(dates.text(46022.9999999)).hasValue("2026-01-01");
        assertThat(dates.text(-1)).isEmpty();
        assertThat(dates.text(Double.NaN)).isEmpty();
        assertThat(new DateCells(List.of(), true).text(0)).hasValue("1904-01-01");
    }

    @Test
    void saysThatAWorkbookIsEncryptedOrBroken() throws IOException {
        byte[] compound = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1, 0};
        byte[] good = new WorkbookFile().rows("<row><c><v>1</v></c></row>").bytes();

        assertThat(refusal(compound)).isEqualTo("WORKBOOK_ENCRYPTED");
        assertThat(refusal("period,kpi\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("WORKBOOK_BROKEN");
        assertThat(refusal(Arrays.copyOf(good, 300))).isEqualTo("WORKBOOK_BROKEN");
        assertThat(refusal(new WorkbookFile().rows("<row><c></row>").bytes())).isEqualTo("WORKBOOK_BROKEN");
        assertThat(refusal(new WorkbookFile()
                        .rows("<row><c t=\"s\"><v>9</v></c></row>")
                        .bytes()))
                .isEqualTo("WORKBOOK_BROKEN");
        assertThat(refusal(new WorkbookFile()
                        .with("xl/workbook.xml", "<workbook/>")
                        .bytes()))
                .isEqualTo("WORKBOOK_BROKEN");
    }

    @Test
    void resolvesNoEntityAndNoDocumentType() {
        String xml = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><worksheet><sheetData>"
                + "<row><c t=\"str\"><v>&x;</v></c></row></sheetData></worksheet>";

        assertThat(refusal(
                        new WorkbookFile().with("xl/worksheets/sheet1.xml", xml).bytes()))
                .isEqualTo("WORKBOOK_BROKEN");
    }

    @Test
    void endsWhereAPartBlowsUp() throws IOException {
        String huge = "x".repeat(MarkupGuard.MAX_RUN_CHARACTERS + 1);
        for (String rows : List.of(
                "<row r=\"" + huge + "\"/>",
                "<!--" + ">".repeat(MarkupGuard.MAX_RUN_CHARACTERS) + "-->",
                "<!-- <" + huge + "-->",
                "<row><c t=\"inlineStr\"><is><t>" + huge + "</t></is></c></row>",
                "<row><c r=\"XFE1\"><v>1</v></c></row>")) {
            assertThat(refusal(new WorkbookFile().rows(rows).bytes())).isEqualTo("WORKBOOK_TOO_LARGE");
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int entry = 0; entry <= WorkbookArchive.MAX_ENTRIES; entry++) {
                zip.putNextEntry(new ZipEntry("part" + entry));
            }
        }
        assertThat(refusal(bytes.toByteArray())).isEqualTo("WORKBOOK_TOO_LARGE");
    }

    @Test
    void endsInNothingButItsOwnExceptionOnDamagedFiles() throws IOException {
        byte[] good = new WorkbookFile()
                .strings("<si><t>kpi</t></si>")
                .rows(
                        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"><v>1</v></c></row>")
                .bytes();
        var random = new Random(20261124);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                rows(damaged);
            } catch (UnreadableSheetException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static List<String> rows(byte[] file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Sheet sheet = Sheet.open(SheetFormat.XLSX, () -> new ByteArrayInputStream(file), null)) {
            while (sheet.next()) {
                List<String> fields = new ArrayList<>();
                for (int index = 0; index < sheet.size(); index++) {
                    fields.add(sheet.field(index));
                }
                rows.add(sheet.line() + ": " + String.join("|", fields));
            }
        }
        return rows;
    }

    private static String refusal(byte[] file) {
        var refused = new String[1];
        assertThatExceptionOfType(UnreadableSheetException.class)
                .isThrownBy(() -> rows(file))
                .satisfies(refusal -> refused[0] = refusal.code());
        return refused[0];
    }
}
