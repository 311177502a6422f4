package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3StoreIT extends ObjectStoreContract {
    /** Short, so that a test of patience needs little of it. */
    private static final S3Limits LIMITS = new S3Limits(
            Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(8), 2);

    private static final ObjectKey KEY = new ObjectKey(new TenantId(new UUID(0, 1)), "imports/one");
    private static final ObjectKey ANOTHER_KEY = new ObjectKey(new TenantId(new UUID(0, 1)), "imports/another");
    private static S3StandIn s3;

    private BucketSettings bucket;
    private S3Store store;

    @BeforeAll
    static void startS3() {
        s3 = S3StandIn.start();
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void open() {
        bucket = s3.makeBucket("kpi-" + UUID.randomUUID());
        store = S3Store.open(bucket, S3Limits.DEFAULT, S3StandIn.credentials());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected List<Long> sizesKept() {
        return s3.sizes(bucket);
    }

    @Test
    void putsItsPrefixBeforeTheTenant() throws IOException {
        BucketSettings part = new BucketSettings(bucket.name(), "eu/live/", bucket.region(), bucket.endpoint());
        try (S3Store prefixed = S3Store.open(part, S3Limits.DEFAULT, S3StandIn.credentials())) {
            prefixed.put(KEY, GeneratedStream.of(1, 10));

            assertThat(s3.contents(bucket)).containsExactly("eu/live/" + KEY);
            assertThat(prefixed.get(KEY)).isPresent();
            assertThat(store.get(KEY)).isEmpty();
        }
    }

    @Test
    void saysThatTheBucketDoesNotExist() {
        BucketSettings missing = new BucketSettings("no-such-bucket", "", bucket.region(), bucket.endpoint());
        try (S3Store nowhere = S3Store.open(missing, LIMITS, S3StandIn.credentials())) {
            assertThat(nowhere.fault())
                    .hasValueSatisfying(fault -> assertThat(fault)
                            .contains(
                                    "s3://no-such-bucket/",
                                    "does not exist",
                                    "make the bucket, or correct OBJECT_STORE"));
            assertThatThrownBy(() -> nowhere.get(KEY)).isInstanceOf(ObjectStoreUnavailableException.class);
        }
    }

    @Test
    void saysThatItsCredentialsAreWrongWithoutShowingThem() {
        var wrong = StaticCredentialsProvider.create(AwsBasicCredentials.create(S3StandIn.ACCESS_KEY, "guessed"));
        try (S3Store stranger = S3Store.open(bucket, LIMITS, wrong)) {
            assertThat(stranger.fault())
                    .hasValueSatisfying(fault -> assertThat(fault)
                            .contains("does not accept the credentials (", "403")
                            .doesNotContain("guessed"));
        }
    }

    @Test
    void takesTheCredentialsThatTheContainerIsGiven() throws IOException {
        HttpServer container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        container.createContext("/credentials", exchange -> {
            byte[] body =
                    """
                    {"AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "session", "Expiration": "2199-01-01T00:00:00Z"}
                    """.formatted(S3StandIn.ACCESS_KEY, S3StandIn.SECRET_KEY).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        container.start();
        String property = "aws.containerCredentialsFullUri";
        System.setProperty(
                property, "http://127.0.0.1:" + container.getAddress().getPort() + "/credentials");
        try (ObjectStore ofTheContainer = ObjectStore.inBucket(bucket)) {
            assertThat(ofTheContainer.fault()).isEmpty();
        } finally {
            System.clearProperty(property);
            container.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3 * S3Store.PART_BYTES})
    void givesUpOnAServerThatHangsAndGoesOnWhenItDoes(int length) throws IOException {
        try (S3Store impatient = S3Store.open(bucket, LIMITS, S3StandIn.credentials())) {
            impatient.put(KEY, GeneratedStream.of(1, 10));
            s3.hang();
            try {
                assertThatThrownBy(() -> impatient.put(KEY, GeneratedStream.of(2, length)))
                        .isInstanceOf(ObjectStoreUnavailableException.class);
                assertThatThrownBy(() -> impatient.get(KEY)).isInstanceOf(ObjectStoreUnavailableException.class);
                assertThatThrownBy(() -> impatient.delete(KEY)).isInstanceOf(ObjectStoreUnavailableException.class);
                assertThat(impatient.fault()).isPresent();
                impatient.discard(KEY);
            } finally {
                s3.goOn();
            }

            // Another file: what was asked for meanwhile may still be done to the first one.
            impatient.put(ANOTHER_KEY, GeneratedStream.of(3, length));
            try (InputStream content = impatient.get(ANOTHER_KEY).orElseThrow()) {
                assertThat(content).hasSameContentAs(GeneratedStream.of(3, length));
            }
        }
    }

    @Test
    void failsWhileTheServerIsGoneAndFindsItAgain() throws IOException {
        store.put(KEY, GeneratedStream.of(1, 10));
        s3.kill();
        try (S3Store impatient = S3Store.open(bucket, LIMITS, S3StandIn.credentials())) {
            assertThatThrownBy(() -> impatient.get(KEY)).isInstanceOf(ObjectStoreUnavailableException.class);
            assertThat(impatient.fault())
                    .hasValueSatisfying(fault -> assertThat(fault).contains("did not do GetObject"));
        } finally {
            s3.startAgain();
        }

        assertThat(store.get(KEY))
                .hasValueSatisfying(content -> assertThat(content).hasBinaryContent(tenBytes()));
    }

    private static byte[] tenBytes() {
        try {
            return GeneratedStream.of(1, 10).readAllBytes();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
