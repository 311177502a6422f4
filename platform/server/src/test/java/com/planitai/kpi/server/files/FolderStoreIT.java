package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreIT extends ObjectStoreContract {
    private static final ObjectKey KEY = new ObjectKey(new TenantId(new UUID(0, 1)), "imports/one");

    @TempDir
    private Path folder;

    @Override
    protected ObjectStore store() {
        return ObjectStore.inFolder(folder);
    }

    @Override
    protected List<Long> sizesKept() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.toFile().length())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void tellsAFailureOfItsOwnFromOneOfTheStream() throws IOException {
        ObjectStore store = store();
        Files.createFile(folder.resolve(KEY.tenant().toString()));

        assertThatThrownBy(() -> store.put(KEY, InputStream.nullInputStream()))
                .isInstanceOf(ObjectStoreUnavailableException.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void saysThatItsFolderCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (ObjectStore store = ObjectStore.inFolder(file)) {
            assertThat(store.fault())
                    .hasValueSatisfying(fault -> assertThat(fault)
                            .contains(file.toString(), "cannot be written", "DATA_DIR or OBJECT_STORE"));
        }
    }
}
