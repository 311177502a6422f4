package com.planitai.kpi.server.files;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of S3, or of a service that speaks its protocol.
 *
 * @param prefix what all keys in it begin with: empty, or folders with a slash at the end
 * @param endpoint of another service than AWS, addressed by path; null for AWS
 */
public record BucketSettings(
        String name, String prefix, String region, @Nullable URI endpoint) {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*/)*");
    static final Pattern REGION = Pattern.compile("[a-z]{2}[a-z-]*-[0-9]{1,2}");

    /** Outcome of {@link #parse}. */
    public sealed interface Parsed {
        record Accepted(BucketSettings bucket) implements Parsed {}

        /** Not a usable URL; the faults are all there are, one sentence each. */
        record Refused(List<String> faults) implements Parsed {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    public BucketSettings {
        require("bucket", name, NAME);
        require("prefix", prefix, PREFIX);
        require("region", region, REGION);
    }

    /**
     * Reads {@code s3://bucket[/prefix][?region=…&endpoint=…]}.
     *
     * @param standardRegion where the bucket is when the URL does not say, null when that is not known
     */
    public static Parsed parse(String url, @Nullable String standardRegion) {
        return new BucketUrl(url, standardRegion).parse();
    }

    /** The key of an object of this program. */
    String key(String path) {
        return prefix + path;
    }

    @Override
    public String toString() {
        return "s3://" + name + "/" + prefix + " in " + region + (endpoint == null ? "" : " at " + endpoint);
    }

    private static void require(String what, String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(what + ": expected " + form + ", got '" + value + "'");
        }
    }
}
