package com.planitai.kpi.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Keeps files of tenants. Thread-safe, also across instances. A file is there whole or not at all, also after a crash. */
public interface ObjectStore extends AutoCloseable {
    /** A local folder, made with its first file: for one instance. */
    static ObjectStore inFolder(Path folder) {
        return new FolderStore(folder);
    }

    /** A bucket of S3, with the credentials that the environment gives: for any number of instances. */
    static ObjectStore inBucket(BucketSettings bucket) {
        return S3Store.open(bucket);
    }

    /**
     * Stores what the stream gives, in place of what was there. When it returns, the file survives a loss of power.
     * Holds a bounded piece of the stream in memory, however long that is.
     *
     * @return bytes stored
     * @throws IOException when the stream cannot be read; like every failure, it leaves what was there before
     * @throws ObjectStoreUnavailableException when the store does not take it
     */
    long put(ObjectKey key, InputStream content) throws IOException;

    /**
     * The file, which the caller closes; empty when there is none. Reading ends in the same exception as opening.
     *
     * @throws ObjectStoreUnavailableException when the store does not say whether there is one, or does not give it
     */
    Optional<InputStream> get(ObjectKey key);

    /**
     * Does nothing when there is no such file.
     *
     * @throws ObjectStoreUnavailableException when the file may still be there
     */
    void delete(ObjectKey key);

    /** Deletes a file that nobody will ask for; one that stays is a matter for the log and for the bucket's lifecycle. */
    default void discard(ObjectKey key) {
        try {
            delete(key);
        } catch (ObjectStoreUnavailableException failure) {
            LoggerFactory.getLogger(ObjectStore.class).warn("{} is left behind", key, failure);
        }
    }

    /** Tries what this program does with a store: empty when all of it works, else what does not and what to do. */
    Optional<String> fault();

    @Override
    void close();
}
