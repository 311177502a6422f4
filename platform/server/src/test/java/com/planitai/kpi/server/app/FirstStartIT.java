package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.planitai.kpi.server.files.BucketSettings;
import com.planitai.kpi.server.files.S3StandIn;
import com.planitai.kpi.tenancy.DatabaseSettings;
import com.planitai.kpi.tenancy.testing.PostgresExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first start on a database and a bucket, by one instance or by several at the same moment. */
class FirstStartIT {
    private static final int INSTANCES = 4;

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    private Path folder;

    @Test
    void agreesOnKeysAndOperatorWhenSeveralBeginAtOnce() throws Exception {
        DatabaseSettings database = POSTGRES.freshDatabase();
        var together = new CyclicBarrier(INSTANCES);
        List<Platform> platforms = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(INSTANCES)) {
            List<Future<Platform>> starts = new ArrayList<>();
            for (int number = 0; number < INSTANCES; number++) {
                Configuration configuration =
                        RunningServer.configuration(database, null, folder.resolve(Integer.toString(number)));
                starts.add(threads.submit(() -> {
                    together.await();
                    return Platform.start(configuration, Clock.systemUTC());
                }));
            }
            for (Future<Platform> start : starts) {
                platforms.add(start.get());
            }

            Set<String> keys = new HashSet<>();
            for (Platform platform : platforms) {
                keys.add(get(platform, "/.well-known/jwks.json"));
            }
            assertThat(keys).hasSize(1);
            assertThat(PostgresExtension.query(database, "SELECT count(*)::text FROM directory.signing_key"))
                    .containsExactly("1");
            assertThat(PostgresExtension.query(database, "SELECT email FROM directory.operator"))
                    .containsExactly(RunningServer.OPERATOR_EMAIL);
        } finally {
            platforms.forEach(Platform::close);
        }
    }

    @Test
    void endsWithASentenceWhenTheBucketIsNotThere() {
        try (S3StandIn s3 = S3StandIn.lendingItsCredentials()) {
            BucketSettings there = s3.makeBucket("there");
            BucketSettings elsewhere = new BucketSettings("elsewhere", "", there.region(), there.endpoint());

            assertThatThrownBy(() -> start(elsewhere))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("the object store s3://elsewhere/")
                    .hasMessageContaining("does not exist")
                    .hasMessageContaining("OBJECT_STORE");
        }
    }

    private void start(BucketSettings bucket) throws IOException {
        Platform.start(RunningServer.configuration(POSTGRES.freshDatabase(), bucket, folder), Clock.systemUTC())
                .close();
    }

    private static String get(Platform platform, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + platform.port() + path);
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
