package com.planitai.kpi.server.sheet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The parts of a workbook as they come, with an end to how many there are and to how much they inflate. */
final class WorkbookArchive implements Closeable {
    static final int MAX_ENTRIES = 2_000;
    /** A workbook of 100 MB inflates to about 1 GB. */
    static final long MAX_INFLATED_BYTES = 4L * 1024 * 1024 * 1024;

    private final ZipInputStream zip;
    private int entries;
    private long inflated;

    WorkbookArchive(InputStream file) {
        zip = new ZipInputStream(file);
    }

    /** The name of the next part, without a slash in front; null after the last. */
    @Nullable String next() throws IOException {
        drain();
        ZipEntry entry;
        try {
            entry = zip.getNextEntry();
        } catch (ZipException | EOFException | IllegalArgumentException malformed) {
            throw UnreadableSheetException.broken();
        }
        if (entry == null) {
            return null;
        }
        entries++;
        if (entries > MAX_ENTRIES) {
            throw Workbook.tooLarge(MAX_ENTRIES);
        }
        String name = entry.getName();
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** The part that {@link #next} named last; whatever in it is not XML ends in an {@link XMLStreamException}. */
    XMLStreamReader xml() throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        // These count all of a large document, not only entities, of which there can be none here.
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        try {
            return factory.createXMLStreamReader(
                    new MarkupGuard(new InputStreamReader(new Part(), TextEncoding.UTF_8.decoder())));
        } catch (XMLStreamException malformed) {
            throw Worksheet.unreadable(malformed, 1);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** What was not read of a part counts like what was. */
    private void drain() throws IOException {
        if (entries > 0) {
            byte[] buffer = new byte[64 * 1024];
            var rest = new Part();
            int read = 0;
            while (read >= 0) {
                read = rest.read(buffer, 0, buffer.length);
            }
        }
    }

    private final class Part extends FilterInputStream {
        Part() {
            super(zip);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(buffer, offset, length);
            } catch (ZipException | EOFException malformed) {
                throw UnreadableSheetException.broken();
            }
            inflated += Math.max(0, read);
            if (inflated > MAX_INFLATED_BYTES) {
                throw Workbook.tooLarge(MAX_INFLATED_BYTES);
            }
            return read;
        }

        @Override
        public void close() {
            // The package goes on.
        }
    }
}
