package com.planitai.kpi.server.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.sync.RequestBody;

/** What goes to S3 in one request: in memory, so that another attempt can send it again, with the sum that S3 checks. */
final class Piece {
    static final Piece EMPTY = new Piece(new byte[0]);

    private static final String MEDIA_TYPE = "application/octet-stream";

    private final byte[] bytes;
    private final String checksum;

    private Piece(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        this.bytes = bytes;
        this.checksum = Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) sum.getValue())
                        .array());
    }

    /** The next bytes of the stream: as many as asked for, or what is left. */
    static Piece of(InputStream content, int length) throws IOException {
        return new Piece(content.readNBytes(length));
    }

    int length() {
        return bytes.length;
    }

    /** CRC-32 as S3 writes it: base64 of four bytes, the highest first. */
    String checksum() {
        return checksum;
    }

    /** Never copied, and read from its beginning by every attempt. */
    RequestBody body() {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes), bytes.length, MEDIA_TYPE);
    }
}
