package com.planitai.kpi.pluginhost;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * The central directory of a zip file (PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16), read by hand because the JDK
 * shows neither the file type of an entry nor an entry whose name occurs twice. Zip64, encryption and archives in
 * several parts are refused.
 */
final class CentralDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 65_535;
    private static final int HEADER_SIGNATURE = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final int MAX_HEADER_BYTES = 1_024;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int FILE_TYPE_MASK = 0xF000;
    private static final int SYMLINK = 0xA000;

    /** One entry as the directory declares it. */
    record Entry(String name, long compressedBytes, long expandedBytes, boolean symlink) {}

    private CentralDirectory() {}

    /**
     * Reads no more than one entry above the limit.
     *
     * @throws ZipException if the file is not a zip file that we read
     */
    static List<Entry> read(Path archive, int maxEntries) throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            ByteBuffer end = end(channel);
            int count = end.getShort(10) & 0xFFFF;
            long bytes = end.getInt(12) & 0xFFFFFFFFL;
            long offset = end.getInt(16) & 0xFFFFFFFFL;
            boolean severalParts = end.getShort(4) != 0 || end.getShort(6) != 0 || end.getShort(8) != end.getShort(10);
            if (severalParts || offset + bytes > channel.size()) {
                throw new ZipException("the central directory is not within the file");
            }
            int wanted = Math.min(count, maxEntries + 1);
            ByteBuffer directory = bytes(channel, offset, (int) Math.min(bytes, (long) wanted * MAX_HEADER_BYTES));
            List<Entry> entries = new ArrayList<>(wanted);
            for (int index = 0; index < wanted; index++) {
                entries.add(entry(directory));
            }
            if (wanted == count && directory.hasRemaining()) {
                throw new ZipException("the central directory is longer than its entries");
            }
            return entries;
        }
    }

    private static ByteBuffer end(FileChannel channel) throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_BYTES + MAX_COMMENT_BYTES);
        ByteBuffer buffer = bytes(channel, size - tail, tail);
        for (int start = tail - END_BYTES; start >= 0; start--) {
            boolean found = buffer.getInt(start) == END_SIGNATURE
                    && start + END_BYTES + (buffer.getShort(start + 20) & 0xFFFF) == tail;
            if (found) {
                return buffer.slice(start, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw new ZipException("there is no end of a central directory");
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new ZipException("the file ends early");
            }
        }
        return buffer.flip();
    }

    private static Entry entry(ByteBuffer directory) throws ZipException {
        int start = directory.position();
        if (directory.remaining() < HEADER_BYTES || directory.getInt(start) != HEADER_SIGNATURE) {
            throw new ZipException("entry header expected");
        }
        int madeBy = directory.get(start + 5);
        if ((directory.getShort(start + 8) & ENCRYPTED) != 0) {
            throw new ZipException("an entry is encrypted");
        }
        int nameBytes = directory.getShort(start + 28) & 0xFFFF;
        int restBytes = (directory.getShort(start + 30) & 0xFFFF) + (directory.getShort(start + 32) & 0xFFFF);
        int end = start + HEADER_BYTES + nameBytes + restBytes;
        if (end - start > MAX_HEADER_BYTES || end > directory.limit()) {
            throw new ZipException("an entry header is longer than " + MAX_HEADER_BYTES + " bytes");
        }
        int unixMode = directory.getInt(start + 38) >>> 16;
        directory.position(end);
        return new Entry(
                name(directory.slice(start + HEADER_BYTES, nameBytes)),
                directory.getInt(start + 20) & 0xFFFFFFFFL,
                directory.getInt(start + 24) & 0xFFFFFFFFL,
                madeBy == UNIX && (unixMode & FILE_TYPE_MASK) == SYMLINK);
    }

    private static String name(ByteBuffer bytes) throws ZipException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ZipException("an entry's name is not UTF-8");
        }
    }
}
