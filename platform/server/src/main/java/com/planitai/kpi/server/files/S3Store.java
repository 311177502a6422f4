package com.planitai.kpi.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Keeps files of tenants in a bucket of S3, whose own settings encrypt them and let what is abandoned expire. */
final class S3Store implements ObjectStore {
    /** The least that S3 takes as a part that is not the last; what an upload holds in memory. */
    static final int PART_BYTES = 5 * 1024 * 1024;

    /** Uploads of an instance at a time: each holds a part in memory, and twice that while it is put together. */
    static final int MAX_UPLOADS = 8;

    /** How long an upload waits for one of the others to end. */
    static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);
    private static final String PROBES = "check/";

    private final BucketSettings bucket;
    private final S3Client s3;
    private final Semaphore uploads = new Semaphore(MAX_UPLOADS);

    private S3Store(BucketSettings bucket, S3Client s3) {
        this.bucket = bucket;
        this.s3 = s3;
    }

    static S3Store open(BucketSettings bucket) {
        return open(
                bucket, S3Limits.DEFAULT, DefaultCredentialsProvider.builder().build());
    }

    static S3Store open(BucketSettings bucket, S3Limits limits, AwsCredentialsProvider credentials) {
        S3Client client = S3Client.builder()
                .region(Region.of(bucket.region()))
                .endpointOverride(bucket.endpoint())
                .forcePathStyle(bucket.endpoint() != null)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limits.connect())
                        .socketTimeout(limits.silence()))
                .overrideConfiguration(settings -> settings.apiCallAttemptTimeout(limits.attempt())
                        .apiCallTimeout(limits.request())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.attempts())
                                .build()))
                .build();
        return new S3Store(bucket, client);
    }

    @Override
    public long put(ObjectKey key, InputStream content) throws IOException {
        if (!mayUpload()) {
            throw new ObjectStoreUnavailableException(MAX_UPLOADS + " uploads are under way to " + bucket);
        }
        try {
            return upload(bucket.key(key.toString()), content);
        } finally {
            uploads.release();
        }
    }

    private boolean mayUpload() {
        try {
            return uploads.tryAcquire(UPLOAD_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long upload(String name, InputStream content) throws IOException {
        Piece first = Piece.of(content, PART_BYTES);
        if (first.length() == PART_BYTES) {
            return putInParts(name, first, content);
        }
        putWhole(name, first);
        return first.length();
    }

    @Override
    public Optional<InputStream> get(ObjectKey key) {
        return read(bucket.key(key.toString()));
    }

    @Override
    public void delete(ObjectKey key) {
        remove(bucket.key(key.toString()));
    }

    /** A bucket that may not be listed answers 403 instead of 404 for a missing file, so one is asked for first. */
    @Override
    public Optional<String> fault() {
        String probe = bucket.key(PROBES + UUID.randomUUID());
        try {
            read(probe);
            putWhole(probe, Piece.EMPTY);
            remove(probe);
            return Optional.empty();
        } catch (ObjectStoreUnavailableException failure) {
            return Optional.ofNullable(failure.getMessage());
        }
    }

    @Override
    public String toString() {
        return bucket.toString();
    }

    @Override
    public void close() {
        s3.close();
    }

    private Optional<InputStream> read(String name) {
        return ask("GetObject", () -> {
            try {
                ResponseInputStream<GetObjectResponse> content =
                        s3.getObject(request -> request.bucket(bucket.name()).key(name));
                return Optional.of(new StoredStream(name, content, content::abort));
            } catch (NoSuchKeyException missing) {
                return Optional.empty();
            }
        });
    }

    private void putWhole(String name, Piece content) {
        ask(
                "PutObject",
                () -> s3.putObject(
                        request -> request.bucket(bucket.name()).key(name).checksumCRC32(content.checksum()),
                        content.body()));
    }

    private void remove(String name) {
        ask(
                "DeleteObject",
                () -> s3.deleteObject(request -> request.bucket(bucket.name()).key(name)));
    }

    private long putInParts(String name, Piece first, InputStream content) throws IOException {
        String upload = begin(name);
        boolean whole = false;
        try {
            List<CompletedPart> parts = new ArrayList<>();
            long bytes = 0;
            for (Piece part = first; part.length() > 0; part = Piece.of(content, PART_BYTES)) {
                parts.add(send(name, upload, parts.size() + 1, part));
                bytes += part.length();
            }
            complete(name, upload, parts);
            whole = true;
            return bytes;
        } finally {
            if (!whole) {
                abort(name, upload);
            }
        }
    }

    private String begin(String name) {
        return ask(
                        "CreateMultipartUpload",
                        () -> s3.createMultipartUpload(request ->
                                request.bucket(bucket.name()).key(name).checksumAlgorithm(ChecksumAlgorithm.CRC32)))
                .uploadId();
    }

    private CompletedPart send(String name, String upload, int number, Piece part) {
        var sent = ask(
                "UploadPart",
                () -> s3.uploadPart(
                        request -> request.bucket(bucket.name())
                                .key(name)
                                .uploadId(upload)
                                .partNumber(number)
                                .checksumCRC32(part.checksum()),
                        part.body()));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(part.checksum())
                .build();
    }

    private void complete(String name, String upload, List<CompletedPart> parts) {
        ask(
                "CompleteMultipartUpload",
                () -> s3.completeMultipartUpload(request -> request.bucket(bucket.name())
                        .key(name)
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(parts))));
    }

    /** The parts of an upload that cannot be aborted either are for the bucket's lifecycle. */
    private void abort(String name, String upload) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket.name()).key(name).uploadId(upload));
        } catch (SdkException failure) {
            LOG.warn("the unfinished upload of {} is left behind: {}", name, failure.getMessage());
        }
    }

    private <T> T ask(String operation, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw new ObjectStoreUnavailableException(S3Faults.sentence(bucket, operation, failure), failure);
        }
    }
}
