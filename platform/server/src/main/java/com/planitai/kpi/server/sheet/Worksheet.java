package com.planitai.kpi.server.sheet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one worksheet. Numbers are given as they are stored, not as they are shown; of a formula, the value that was
 * there when the workbook was saved.
 */
final class Worksheet implements Sheet {
    static final int MAX_COLUMNS = 16_384;
    static final int MAX_ROWS = 1_048_576;

    /** Texts of one row together. */
    static final int MAX_ROW_CHARACTERS = 1024 * 1024;

    private final WorkbookArchive file;
    private final XMLStreamReader xml;
    private final SharedStrings strings;
    private final DateCells dates;
    private final StringBuilder text = new StringBuilder();
    private String[] fields = new String[64];
    private boolean[] areDates = new boolean[64];
    private int size;
    private int line;
    private int characters;

    Worksheet(WorkbookArchive file, XMLStreamReader xml, SharedStrings strings, DateCells dates) {
        this.file = file;
        this.xml = xml;
        this.strings = strings;
        this.dates = dates;
    }

    @Override
    public boolean next() throws IOException {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("row")) {
                    row();
                    if (size > 0) {
                        return true;
                    }
                } else if (event == XMLStreamReader.END_ELEMENT
                        && xml.getLocalName().equals("sheetData")) {
                    return false;
                }
            }
            return false;
        } catch (XMLStreamException malformed) {
            throw unreadable(malformed, line + 1);
        }
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String field(int index) {
        String field = index >= 0 && index < size ? fields[index] : null;
        return field == null ? "" : field;
    }

    @Override
    public boolean isDate(int index) {
        return index >= 0 && index < size && areDates[index];
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** What the guard threw comes wrapped by the parser. */
    static IOException unreadable(XMLStreamException malformed, int line) {
        for (Throwable cause : new Throwable[] {malformed.getNestedException(), malformed.getCause()}) {
            if (cause instanceof UnreadableSheetException known) {
                return known;
            }
        }
        return new UnreadableSheetException("WORKBOOK_BROKEN", Map.of(), line);
    }

    private void row() throws XMLStreamException, IOException {
        Arrays.fill(fields, 0, size, null);
        Arrays.fill(areDates, 0, size, false);
        size = 0;
        characters = 0;
        int number = number(xml.getAttributeValue(null, "r"), line + 1);
        if (number <= line || number > MAX_ROWS) {
            throw new UnreadableSheetException("WORKBOOK_BROKEN", Map.of(), line + 1);
        }
        line = number;
        int next = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("row")) {
                return;
            }
            if (event == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("c")) {
                int named = Workbook.column(xml.getAttributeValue(null, "r"));
                int column = named < 0 ? next : named;
                if (column >= MAX_COLUMNS) {
                    throw Workbook.tooLarge(MAX_COLUMNS);
                }
                cell(column);
                next = column + 1;
            }
        }
    }

    private void cell(int column) throws XMLStreamException, IOException {
        String type = xml.getAttributeValue(null, "t");
        boolean date = dates.isDate(number(xml.getAttributeValue(null, "s"), 0));
        text.setLength(0);
        boolean inValue = false;
        int event = XMLStreamReader.START_ELEMENT;
        while (!(event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("c")) && xml.hasNext()) {
            event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                inValue = xml.getLocalName().equals("v");
                if (xml.getLocalName().equals("is")) {
                    WorkbookParts.text(xml, "is", text);
                }
            } else if (event == XMLStreamReader.END_ELEMENT) {
                inValue = false;
            } else if (inValue && xml.isCharacters()) {
                WorkbookParts.append(xml, text);
            }
        }
        put(column, type == null ? "n" : type, date);
    }

    private void put(int column, String type, boolean dateStyle) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        String stored = text.toString();
        String shown = switch (type) {
            case "s" -> strings.get(number(stored.strip(), -1));
            case "b" -> stored.equals("1") ? "TRUE" : "FALSE";
            default -> stored;
        };
        boolean date = type.equals("d");
        if (date) {
            shown = shown.endsWith("T00:00:00") ? shown.substring(0, shown.indexOf('T')) : shown;
        } else if (type.equals("n") && dateStyle) {
            String day = day(stored);
            date = day != null;
            shown = day == null ? shown : day;
        }
        keep(column, shown.replace('\0', '\uFFFD').strip(), date);
    }

    private void keep(int column, String shown, boolean date) throws IOException {
        if (shown.isEmpty()) {
            return;
        }
        characters += shown.length();
        if (characters > MAX_ROW_CHARACTERS) {
            throw Workbook.tooLarge(MAX_ROW_CHARACTERS);
        }
        if (column >= fields.length) {
            int length = Math.max(column + 1, fields.length * 2);
            fields = Arrays.copyOf(fields, length);
            areDates = Arrays.copyOf(areDates, length);
        }
        fields[column] = shown;
        areDates[column] = date;
        size = Math.max(size, column + 1);
    }

    private @Nullable String day(String stored) {
        try {
            return dates.text(Double.parseDouble(stored)).orElse(null);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }
}
