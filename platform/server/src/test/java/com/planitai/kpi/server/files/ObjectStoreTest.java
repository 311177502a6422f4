package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final ObjectKey KEY = new ObjectKey(TENANT, "imports/one");

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasPutLast() throws IOException {
        ObjectStore store = ObjectStore.inFolder(folder);

        store.put(KEY, bytes("first"));
        assertThat(store.put(KEY, bytes("second"))).isEqualTo(6);

        try (InputStream content = store.get(KEY).orElseThrow()) {
            assertThat(content).hasContent("second");
        }
        store.delete(KEY);
        assertThat(store.get(KEY)).isEmpty();
    }

    @Test
    void leavesNothingOfAStreamThatBreaks() throws IOException {
        ObjectStore store = ObjectStore.inFolder(folder);
        InputStream breaking = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("on purpose");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("on purpose");
            }
        };

        assertThatThrownBy(() -> store.put(KEY, new SequenceInputStream(bytes("begin"), breaking)))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(store.get(KEY)).isEmpty();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void refusesKeysThatLeaveTheTenant() {
        for (String path : new String[] {"", "../x", "a/../b", "/a", "a//b", "a\\b", "A", ".hidden"}) {
            assertThatThrownBy(() -> new ObjectKey(TENANT, path)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
