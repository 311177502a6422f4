package com.planitai.kpi.server.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What a worksheet needs of the rest of its workbook: where it is, its strings, and which styles show a date. */
final class WorkbookParts {
    /** Longest text of a cell that is kept; nothing that an import takes is longer. */
    static final int MAX_TEXT_CHARACTERS = 1_000;

    private static final int MAX_STYLES = 100_000;
    private static final String FOLDER = "xl/";
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    private final SharedStrings strings = new SharedStrings();
    private final Map<String, String> targets = new HashMap<>();
    private final Map<Integer, Boolean> formats = new HashMap<>();
    private final List<Boolean> styles = new ArrayList<>();
    private @Nullable String first;
    private boolean since1904;

    private WorkbookParts() {}

    static WorkbookParts read(WorkbookArchive entries) throws IOException {
        var parts = new WorkbookParts();
        try {
            for (String entry = entries.next(); entry != null; entry = entries.next()) {
                switch (entry.toLowerCase(Locale.ROOT)) {
                    case "xl/workbook.xml" -> parts.workbook(entries.xml());
                    case "xl/_rels/workbook.xml.rels" -> parts.relationships(entries.xml());
                    case "xl/styles.xml" -> parts.styles(entries.xml());
                    case "xl/sharedstrings.xml" -> parts.strings(entries.xml());
                    default -> {
                        // Worksheets, themes, pictures.
                    }
                }
            }
        } catch (XMLStreamException malformed) {
            throw Worksheet.unreadable(malformed, 1);
        }
        return parts;
    }

    String firstSheet() throws IOException {
        String target = first == null ? null : targets.get(first);
        if (target == null) {
            throw UnreadableSheetException.broken();
        }
        return target.startsWith("/") ? target.substring(1) : FOLDER + target;
    }

    SharedStrings strings() {
        return strings;
    }

    DateCells dates() {
        return new DateCells(styles, since1904);
    }

    private void workbook(XMLStreamReader xml) throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamReader.START_ELEMENT) {
                if (xml.getLocalName().equals("workbookPr")) {
                    String date1904 = xml.getAttributeValue(null, "date1904");
                    since1904 = "1".equals(date1904) || "true".equals(date1904);
                } else if (xml.getLocalName().equals("sheet") && first == null) {
                    String id = xml.getAttributeValue(RELATIONSHIPS, "id");
                    first = id == null ? xml.getAttributeValue(STRICT_RELATIONSHIPS, "id") : id;
                }
            }
        }
    }

    private void relationships(XMLStreamReader xml) throws XMLStreamException, IOException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamReader.START_ELEMENT
                    && xml.getLocalName().equals("Relationship")) {
                if (targets.size() == WorkbookArchive.MAX_ENTRIES) {
                    throw Workbook.tooLarge(WorkbookArchive.MAX_ENTRIES);
                }
                String id = xml.getAttributeValue(null, "Id");
                String target = xml.getAttributeValue(null, "Target");
                if (id != null && target != null) {
                    targets.put(id, target);
                }
            }
        }
    }

    private void styles(XMLStreamReader xml) throws XMLStreamException, IOException {
        boolean ofCells = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("cellXfs")) {
                ofCells = false;
            } else if (event == XMLStreamReader.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "numFmt" -> format(xml);
                    case "cellXfs" -> ofCells = true;
                    case "xf" -> {
                        if (ofCells) {
                            style(number(xml.getAttributeValue(null, "numFmtId")));
                        }
                    }
                    default -> {
                        // Fonts, fills, borders.
                    }
                }
            }
        }
    }

    private void format(XMLStreamReader xml) throws IOException {
        String code = xml.getAttributeValue(null, "formatCode");
        if (code != null) {
            if (formats.size() == MAX_STYLES) {
                throw Workbook.tooLarge(MAX_STYLES);
            }
            formats.put(number(xml.getAttributeValue(null, "numFmtId")), DateCells.isDateFormat(code));
        }
    }

    private void style(int format) throws IOException {
        if (styles.size() == MAX_STYLES) {
            throw Workbook.tooLarge(MAX_STYLES);
        }
        styles.add(formats.getOrDefault(format, DateCells.isBuiltInDateFormat(format)));
    }

    private void strings(XMLStreamReader xml) throws XMLStreamException, IOException {
        var text = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("si")) {
                text.setLength(0);
                text(xml, "si", text);
                strings.add(text.toString());
            }
        }
    }

    /** The text up to the end of the element, without how it is to be pronounced; cut where it becomes too long. */
    static void text(XMLStreamReader xml, String element, StringBuilder text) throws XMLStreamException {
        boolean inText = false;
        int pronunciation = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    inText = xml.getLocalName().equals("t");
                    pronunciation += xml.getLocalName().equals("rPh") ? 1 : 0;
                }
                case XMLStreamReader.END_ELEMENT -> {
                    inText = false;
                    pronunciation -= xml.getLocalName().equals("rPh") ? 1 : 0;
                    if (xml.getLocalName().equals(element)) {
                        return;
                    }
                }
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE -> {
                    if (inText && pronunciation == 0) {
                        append(xml, text);
                    }
                }
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
    }

    static void append(XMLStreamReader xml, StringBuilder text) {
        int length = Math.min(xml.getTextLength(), MAX_TEXT_CHARACTERS - text.length());
        if (length > 0) {
            text.append(xml.getTextCharacters(), xml.getTextStart(), length);
        }
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
