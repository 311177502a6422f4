package com.planitai.kpi.server.files;

import com.planitai.kpi.server.files.BucketSettings.Parsed;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the URL of a bucket apart and gathers what is wrong with it. */
final class BucketUrl {
    private static final String FORM = "s3://bucket[/prefix][?region=…&endpoint=…]";
    private static final String SCHEME = "s3://";

    private final String url;
    private final List<String> faults = new ArrayList<>();
    private @Nullable String region;
    private @Nullable URI endpoint;

    BucketUrl(String url, @Nullable String standardRegion) {
        this.url = url.strip();
        this.region = standardRegion;
    }

    /** Repeats nothing of what it refuses: somebody may have put a key or a password into it. */
    Parsed parse() {
        if (!url.startsWith(SCHEME)) {
            return new Parsed.Refused(List.of("expected " + FORM));
        }
        String rest = url.substring(SCHEME.length());
        int question = rest.indexOf('?');
        String location = question < 0 ? rest : rest.substring(0, question);
        int slash = location.indexOf('/');
        String name = slash < 0 ? location : location.substring(0, slash);
        String prefix = slash < 0 ? "" : prefix(location.substring(slash + 1));
        if (!BucketSettings.NAME.matcher(name).matches()) {
            faults.add("bucket: expected 3 to 63 of a-z, 0-9, '.' and '-'");
        }
        if (!BucketSettings.PREFIX.matcher(prefix).matches()) {
            faults.add("prefix: expected folders of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
        parameters(question < 0 ? "" : rest.substring(question + 1));
        String found = region;
        if (found == null) {
            faults.add("region: expected ?region=… here, or AWS_REGION, got nothing");
        } else if (!BucketSettings.REGION.matcher(found).matches()) {
            faults.add("region: expected one like ap-northeast-1, got '" + found + "'");
        }
        return faults.isEmpty() && found != null
                ? new Parsed.Accepted(new BucketSettings(name, prefix, found, endpoint))
                : new Parsed.Refused(faults);
    }

    private static String prefix(String path) {
        return path.isEmpty() || path.endsWith("/") ? path : path + "/";
    }

    private void parameters(String query) {
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            switch (name) {
                case "region" -> region = value;
                case "endpoint" -> endpoint = endpoint(value);
                default -> faults.add("parameter '" + name + "': not supported; supported are endpoint, region");
            }
        }
    }

    private @Nullable URI endpoint(String text) {
        try {
            URI uri = URI.create(URLDecoder.decode(text, StandardCharsets.UTF_8));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String path = uri.getRawPath();
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (path == null || path.isEmpty() || path.equals("/"));
            if (web && bare && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, in the same words as a URL of another kind.
        }
        faults.add("endpoint: expected http[s]://host[:port]");
        return null;
    }
}
