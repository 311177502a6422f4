package com.planitai.kpi.pluginhost;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** The three numbers of a version by Semantic Versioning 2.0.0; a pre-release sorts with its release. */
record SemanticVersion(int major, int minor, int patch) implements Comparable<SemanticVersion> {
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(-[0-9A-Za-z.-]{1,50})?(\\+[0-9A-Za-z.-]{1,50})?");
    private static final Comparator<SemanticVersion> ORDER = Comparator.comparingInt(SemanticVersion::major)
            .thenComparingInt(SemanticVersion::minor)
            .thenComparingInt(SemanticVersion::patch);

    static Optional<SemanticVersion> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new SemanticVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(SemanticVersion other) {
        return ORDER.compare(this, other);
    }
}
