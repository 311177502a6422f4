package com.planitai.kpi.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.tenancy.TenantId;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that S3 gives on bad days only, word by word as its API reference has them. */
class S3AnswersIT {
    private static final S3Limits LIMITS = new S3Limits(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(10), 3);
    private static final ObjectKey KEY = new ObjectKey(new TenantId(new UUID(0, 1)), "imports/one");

    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private S3Store store;

    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod());
            exchange.getRequestBody().readAllBytes();
            replies.remove().to(exchange);
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        store = S3Store.open(
                new BucketSettings("kpi-files", "", S3StandIn.REGION, endpoint), LIMITS, S3StandIn.credentials());
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    @Test
    void triesAgainWhenS3IsBusyAndGivesUpAfterItsAttempts() throws IOException {
        replies.add(fault(503, "SlowDown"));
        replies.add(fault(500, "InternalError"));
        replies.add(content("abc", 3));
        try (InputStream content = store.get(KEY).orElseThrow()) {
            assertThat(content).hasContent("abc");
        }
        assertThat(requests).hasSize(3);

        for (int time = 0; time < LIMITS.attempts(); time++) {
            replies.add(fault(503, "SlowDown"));
        }
        assertThatThrownBy(() -> store.get(KEY))
                .isInstanceOf(ObjectStoreUnavailableException.class)
                .hasMessageContaining("GetObject was answered 503 SlowDown");
        assertThat(requests).hasSize(3 + LIMITS.attempts());
    }

    @Test
    void sendsTheBodyAgainWithTheNextAttempt() throws IOException {
        replies.add(fault(503, "SlowDown"));
        replies.add(exchange -> exchange.sendResponseHeaders(200, -1));

        assertThat(store.put(KEY, GeneratedStream.of(1, 1000))).isEqualTo(1000);
        assertThat(requests).containsExactly("PUT", "PUT");
    }

    @Test
    void namesTheRightsThatAreMissing() {
        replies.add(fault(403, "AccessDenied"));

        assertThat(store.fault())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .contains(
                                "s3://kpi-files/",
                                "GetObject was answered 403 AccessDenied",
                                "s3:ListBucket",
                                "s3:PutObject"));
        assertThat(requests).containsExactly("GET");
    }

    @Test
    void findsOutThatItMayReadButNotWrite() {
        replies.add(fault(404, "NoSuchKey"));
        replies.add(fault(403, "AccessDenied"));

        assertThat(store.fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("PutObject was answered 403 AccessDenied"));
    }

    @Test
    void saysThatTheBucketIsInAnotherRegion() {
        replies.add(fault(301, "PermanentRedirect"));

        assertThat(store.fault())
                .hasValueSatisfying(
                        fault -> assertThat(fault).contains("in us-east-1", "is in another region", "AWS_REGION"));
    }

    @Test
    void doesNotTakeAnAnswerThatBreaksOffForAWholeFile() throws IOException {
        replies.add(content("abc", 10));

        try (InputStream content = store.get(KEY).orElseThrow()) {
            assertThatThrownBy(content::readAllBytes).isInstanceOf(ObjectStoreUnavailableException.class);
        }
    }

    @Test
    void doesNotTakeACompletionThatFailedForAStoredFile() {
        replies.add(xml("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"));
        replies.add(exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            exchange.sendResponseHeaders(200, -1);
        });
        for (int time = 0; time < LIMITS.attempts(); time++) {
            replies.add(xml("<Error><Code>InternalError</Code><Message>m</Message></Error>"));
        }
        replies.add(exchange -> exchange.sendResponseHeaders(204, -1));

        assertThatThrownBy(() -> store.put(KEY, GeneratedStream.of(1, S3Store.PART_BYTES)))
                .isInstanceOf(ObjectStoreUnavailableException.class)
                .hasMessageContaining("CompleteMultipartUpload");
        assertThat(requests).containsExactly("POST", "PUT", "POST", "POST", "POST", "DELETE");
    }

    private static Reply fault(int status, String code) {
        return exchange -> send(
                exchange,
                status,
                "<Error><Code>%s</Code><Message>as told</Message><RequestId>1</RequestId></Error>".formatted(code));
    }

    private static Reply xml(String body) {
        return exchange -> send(exchange, 200, body);
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Reply content(String text, int announced) {
        return exchange -> {
            exchange.sendResponseHeaders(200, announced);
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
    }
}
