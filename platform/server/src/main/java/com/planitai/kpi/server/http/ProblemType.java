package com.planitai.kpi.server.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every way in which a request can fail, as RFC 9457 problem types. Closed: a new failure is a new line here. */
public enum ProblemType {
    MALFORMED_REQUEST(400, Blame.CALLER),
    MALFORMED_JSON(400, Blame.CALLER),
    NOT_SIGNED_IN(401, Blame.CALLER),
    WRONG_CREDENTIALS(401, Blame.CALLER),
    NOT_ALLOWED(403, Blame.CALLER),
    CROSS_SITE_REQUEST(403, Blame.CALLER),
    SIGN_UP_CLOSED(403, Blame.CALLER),
    NOT_FOUND(404, Blame.CALLER),
    METHOD_NOT_ALLOWED(405, Blame.CALLER),
    CONFLICT(409, Blame.CALLER),
    IN_USE(409, Blame.CALLER),
    REQUEST_IN_PROGRESS(409, Blame.CALLER),
    STALE_REVISION(412, Blame.CALLER),
    TOO_LARGE(413, Blame.CALLER),
    UNSUPPORTED_MEDIA_TYPE(415, Blame.CALLER),
    INVALID_INPUT(422, Blame.CALLER),
    IDEMPOTENCY_KEY_REUSED(422, Blame.CALLER),
    RATE_LIMITED(429, Blame.CALLER),
    INTERNAL_ERROR(500, Blame.US),
    DEPENDENCY_UNAVAILABLE(503, Blame.DEPENDENCY),
    PLUGIN_FAILED(503, Blame.DEPENDENCY),
    BEHIND_REQUESTED_VERSION(503, Blame.DEPENDENCY);

    /** Who has to act. */
    public enum Blame {
        CALLER,
        DEPENDENCY,
        US
    }

    private final int status;
    private final Blame blame;

    ProblemType(int status, Blame blame) {
        this.status = status;
        this.blame = blame;
    }

    public int status() {
        return status;
    }

    public Blame blame() {
        return blame;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ProblemType> ofSlug(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
    }
}
