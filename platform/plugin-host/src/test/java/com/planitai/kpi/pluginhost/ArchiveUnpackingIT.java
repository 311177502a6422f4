package com.planitai.kpi.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveUnpackingIT {
    private static final int CENTRAL_HEADER = 0x02014b50;

    @TempDir
    Path folder;

    @Test
    void unpacksFilesAndFolders() throws IOException {
        var archive = PluginArchive.empty().text("plugin.json", "{}").text("classes/a/b.txt", "hello");
        assertThat(faults(archive.toBytes(), ArchiveLimits.standard())).isEmpty();
        assertThat(folder.resolve("unpacked/classes/a/b.txt")).hasContent("hello");
    }

    @Test
    void refusesPathsThatLeaveTheArchive() throws IOException {
        for (String name : List.of("../evil", "/evil", "classes/../../evil", "c:evil", "classes\\evil", "a//b")) {
            assertThat(codes(PluginArchive.empty().text(name, "evil").toBytes()))
                    .as(name)
                    .containsExactly("ARCHIVE_PATH_ESCAPE");
        }
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void refusesTooManyEntries() throws IOException {
        var archive = PluginArchive.empty();
        for (int entry = 0; entry < 20; entry++) {
            archive.text("classes/" + entry, "x");
        }
        assertThat(faults(archive.toBytes(), new ArchiveLimits(10_000, 10, 10_000, 50)))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.code()).isEqualTo("ARCHIVE_TOO_MANY_ENTRIES");
                    assertThat(fault.arguments()).containsEntry("limit", "10");
                });
    }

    @Test
    void refusesArchiveThatExpandsTooFar() throws IOException {
        byte[] bomb =
                PluginArchive.empty().bytes("lib/zeros", new byte[5_000_000]).toBytes();
        assertThat(codes(bomb)).containsExactly("ARCHIVE_EXPANDS_TOO_FAR");
        assertThat(faults(bomb, new ArchiveLimits(100_000, 10, 1_000_000, 10_000)))
                .extracting(PluginFault::code)
                .containsExactly("ARCHIVE_EXPANDS_TOO_LARGE");
        assertThat(faults(bomb, new ArchiveLimits(100, 10, 1_000_000, 10_000)))
                .extracting(PluginFault::code)
                .containsExactly("ARCHIVE_TOO_LARGE");
    }

    @Test
    void refusesArchiveThatIsLargerThanItDeclares() throws IOException {
        byte[] bomb =
                PluginArchive.empty().bytes("lib/zeros", new byte[500_000]).toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(centralHeader(buffer) + 24, 1_000);
        assertThat(codes(bomb)).containsExactly("ARCHIVE_UNREADABLE");
    }

    @Test
    void refusesSymbolicLinks() throws IOException {
        byte[] archive = PluginArchive.empty().text("lib/link", "/etc/passwd").toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int header = centralHeader(buffer);
        buffer.put(header + 5, (byte) 3);
        buffer.putInt(header + 38, 0xA1FF << 16);
        assertThat(codes(archive)).containsExactly("ARCHIVE_SYMLINK");
    }

    @Test
    void refusesEntriesThatOccurTwice() throws IOException {
        byte[] archive = PluginArchive.empty()
                .text("lib/first", "1")
                .text("lib/other", "2")
                .toBytes();
        String twice = new String(archive, StandardCharsets.ISO_8859_1).replace("lib/other", "lib/first");
        assertThat(codes(twice.getBytes(StandardCharsets.ISO_8859_1))).containsExactly("ARCHIVE_DUPLICATE_ENTRY");
        assertThat(codes(PluginArchive.empty().text("a", "").text("A", "").toBytes()))
                .containsExactly("ARCHIVE_DUPLICATE_ENTRY");
        assertThat(codes(PluginArchive.empty().text("a", "").text("a/b", "").toBytes()))
                .containsExactly("ARCHIVE_DUPLICATE_ENTRY");
    }

    @Test
    void listsFaultsInsteadOfFailingOnAnyDamagedArchive() throws IOException {
        byte[] good = PluginArchive.empty()
                .text("plugin.json", "{}")
                .text("classes/a", "hello")
                .toBytes();
        var random = new Random(42);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = good.clone();
            for (int flip = 0; flip <= random.nextInt(4); flip++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(faults(damaged, ArchiveLimits.standard())).isNotNull();
        }
    }

    private static int centralHeader(ByteBuffer archive) {
        for (int at = 0; at < archive.limit() - 4; at++) {
            if (archive.getInt(at) == CENTRAL_HEADER) {
                return at;
            }
        }
        throw new AssertionError("the archive has no central header");
    }

    private List<String> codes(byte[] archive) throws IOException {
        return faults(archive, ArchiveLimits.standard()).stream()
                .map(PluginFault::code)
                .toList();
    }

    private List<PluginFault> faults(byte[] archive, ArchiveLimits limits) throws IOException {
        Path unpacked = folder.resolve("unpacked");
        if (Files.exists(unpacked)) {
            WorkFolder.delete(unpacked);
        }
        Path file = Files.write(folder.resolve("archive.zip"), archive);
        return ArchiveUnpacking.unpack(file, Files.createDirectory(unpacked), limits);
    }
}
