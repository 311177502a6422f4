package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of files does, whatever it keeps them in. */
abstract class ObjectStoreContract {
    private static final int PART = S3Store.PART_BYTES;
    /** What a store may have taken from a stream without passing it on. */
    private static final long MOST_HELD_BYTES = 2L * PART;

    private static final long BETWEEN_LOOKS_BYTES = 1024 * 1024;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final ObjectKey key = new ObjectKey(tenant, "imports/one");

    /** The store under test, on an empty place. */
    protected abstract ObjectStore store();

    /** All that the place holds, unfinished things too: their sizes in bytes. */
    protected abstract List<Long> sizesKept();

    @Test
    void givesBackWhatWasPutLast() throws IOException {
        store().put(key, bytes("first"));

        assertThat(store().put(key, bytes("second"))).isEqualTo(6);

        assertThat(content(key)).hasContent("second");
    }

    @Test
    void hasNothingUnderOtherKeys() throws IOException {
        store().put(key, bytes("x"));

        assertThat(store().get(new ObjectKey(tenant, "imports/on"))).isEmpty();
        assertThat(store().get(new ObjectKey(tenant, "imports/one.csv"))).isEmpty();
        assertThat(store().get(new ObjectKey(tenant, "imports"))).isEmpty();
    }

    @Test
    void keepsTenantsApart() throws IOException {
        ObjectKey others = new ObjectKey(new TenantId(UUID.randomUUID()), key.path());
        store().put(key, bytes("mine"));
        assertThat(store().get(others)).isEmpty();

        store().put(others, bytes("theirs"));
        store().delete(key);

        assertThat(store().get(key)).isEmpty();
        assertThat(content(others)).hasContent("theirs");
    }

    @Test
    void deletesWhatIsThereAndMindsNothingElse() throws IOException {
        store().delete(key);
        store().put(key, bytes("x"));

        store().delete(key);
        store().discard(key);

        assertThat(store().get(key)).isEmpty();
        assertThat(sizesKept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 12_345})
    void storesStreamsOfAnyLength(int length) throws IOException {
        assertThat(store().put(key, GeneratedStream.of(length, length))).isEqualTo(length);

        try (InputStream content = content(key)) {
            assertThat(content).hasSameContentAs(GeneratedStream.of(length, length));
        }
    }

    @Test
    void passesLongStreamsOnInsteadOfHoldingThem() throws IOException {
        long length = 48L * 1024 * 1024;
        AtomicLong mostHeld = new AtomicLong();
        AtomicInteger looks = new AtomicInteger();
        InputStream watched = new GeneratedStream(1, length, read -> {
            if (read % BETWEEN_LOOKS_BYTES == 0) {
                long arrived = sizesKept().stream().mapToLong(Long::longValue).sum();
                mostHeld.accumulateAndGet(read - arrived, Math::max);
                looks.incrementAndGet();
            }
        });

        assertThat(store().put(key, watched)).isEqualTo(length);

        assertThat(looks).hasValueGreaterThan((int) (length / BETWEEN_LOOKS_BYTES));
        assertThat(mostHeld).hasValueLessThanOrEqualTo(MOST_HELD_BYTES);
        assertThat(sizesKept()).containsExactly(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, PART, 2 * PART + 100})
    void keepsWhatWasThereWhenAStreamBreaks(int length) throws IOException {
        store().put(key, bytes("before"));
        var broken = new IOException("the caller is gone");

        assertThatThrownBy(() -> store().put(key, GeneratedStream.breaking(length, broken)))
                .isSameAs(broken);

        assertThat(content(key)).hasContent("before");
        assertThat(sizesKept()).containsExactly(6L);
    }

    @Test
    void keepsNothingOfAStreamThatIsClosedOrRefused(@TempDir Path folder) throws IOException {
        InputStream closed = Files.newInputStream(Files.createFile(folder.resolve("closed")));
        closed.close();
        var refusal = new IllegalStateException("too large");
        InputStream refused = new GeneratedStream(0, Long.MAX_VALUE, read -> {
            if (read > PART) {
                throw refusal;
            }
        });

        assertThatThrownBy(() -> store().put(key, closed)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store().put(key, refused)).isSameAs(refusal);

        assertThat(store().get(key)).isEmpty();
        assertThat(sizesKept()).isEmpty();
    }

    @Test
    void isWrittenByManyAtOnceAndStaysWhole() throws Exception {
        List<Integer> lengths = List.of(10, PART + 1, 20, PART + 2, 30, PART + 3);
        List<Future<Long>> puts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int length : lengths) {
                puts.add(threads.submit(() -> store().put(key, GeneratedStream.of(length, length))));
            }
        }

        for (Future<Long> put : puts) {
            assertThat(put.get()).isIn(lengths.stream().map(Integer::longValue).toList());
        }
        byte[] last = content(key).readAllBytes();
        assertThat(last).isEqualTo(GeneratedStream.of(last.length, last.length).readAllBytes());
        assertThat(lengths).contains(last.length);
        assertThat(sizesKept()).containsExactly((long) last.length);
    }

    @Test
    void givesAFileAgainAfterAReaderLeftInTheMiddle() throws IOException {
        int length = 3 * PART;
        store().put(key, GeneratedStream.of(5, length));

        for (int time = 0; time < 3; time++) {
            try (InputStream content = content(key)) {
                assertThat(content.readNBytes(10)).hasSize(10);
            }
        }

        assertThat(content(key).readAllBytes()).hasSize(length);
    }

    @Test
    void findsItselfUsableAndLeavesNoTraceOfTrying() {
        assertThat(store().fault()).isEmpty();

        assertThat(sizesKept()).isEmpty();
    }

    private InputStream content(ObjectKey of) {
        return store().get(of).orElseThrow();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
