package com.planitai.kpi.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request as a handler sees it: who calls, in which language, with what. */
public final class Call {
    /** Largest JSON or YAML body, in bytes. Files travel through {@link #content} with limits of their own. */
    public static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

    private static final List<String> DOCUMENT_TYPES =
            List.of("application/json", "application/merge-patch+json", "application/yaml");

    /** What the parser says in parentheses is about its own settings, not about the document. */
    private static final Pattern PARENTHESES = Pattern.compile("\\s*\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)");

    private static final Pattern ECHO = Pattern.compile("(Unrecognized token|Duplicate field) '.*'");

    private final ServerRequest request;
    private final @Nullable Caller caller;
    private final RequestSchemas schemas;
    private final String traceId;
    private final Locale language;
    private byte @Nullable [] buffered;

    public Call(ServerRequest request, @Nullable Caller caller, RequestSchemas schemas, String traceId) {
        this.request = request;
        this.caller = caller;
        this.schemas = schemas;
        this.traceId = traceId;
        this.language = Messages.language(header(HeaderNames.ACCEPT_LANGUAGE).orElse(null));
    }

    /** The member who calls; routes that need one are never reached without. */
    public Caller.Member member() {
        if (caller instanceof Caller.Member member) {
            return member;
        }
        throw new IllegalStateException("the route's access let a caller through who is no member of a tenant");
    }

    public Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    /** What the request presented, verified or not; for ending a session. */
    public Optional<Authenticator.Credential> credential() {
        return Credentials.of(request);
    }

    public Locale language() {
        return language;
    }

    public String traceId() {
        return traceId;
    }

    public String path(String name) {
        return request.path().pathParameters().get(name);
    }

    public Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isEmpty());
    }

    public List<String> queries(String name) {
        return request.query().contains(name) ? request.query().all(name) : List.of();
    }

    /** Query parameters, decoded so that all their faults are reported together. */
    public Parameters parameters() {
        return new Parameters(this);
    }

    public Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    public @Nullable String ifMatch() {
        return header(HeaderNames.IF_MATCH).orElse(null);
    }

    public Optional<String> fileName() {
        return header(HeaderNames.CONTENT_DISPOSITION).flatMap(FileNames::ofDisposition);
    }

    /** Media type of the body without parameters, lower-case; empty where none was sent. */
    public Optional<String> mediaType() {
        return request.headers()
                .contentType()
                .map(type -> type.mediaType().text().toLowerCase(Locale.ROOT));
    }

    public Optional<String> charset() {
        return request.headers().contentType().flatMap(HttpMediaType::charset);
    }

    public boolean accepts(String mediaType) {
        return header(HeaderNames.ACCEPT)
                .filter(accept -> accept.contains(mediaType))
                .isPresent();
    }

    public boolean matchesEtag(String etag) {
        return header(HeaderNames.IF_NONE_MATCH)
                .filter(tags -> tags.strip().equals("*") || tags.contains(etag))
                .isPresent();
    }

    /** Problem unless the body's media type is one of these. */
    public String requireMediaType(List<String> allowed) {
        String sent = mediaType().orElse("");
        if (!allowed.contains(sent)) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "UNSUPPORTED_MEDIA_TYPE_DETAIL",
                            Map.of("sent", sent.isEmpty() ? "—" : sent, "allowed", String.join(", ", allowed)))
                    .asException();
        }
        return sent;
    }

    /**
     * The body as a document that holds to a schema of the OpenAPI file.
     *
     * @throws ProblemException 400, 413, 415 or, with every fault listed, 422
     */
    public JsonNode json(String schema) {
        JsonNode document = document();
        List<Fault> faults = schemas.check(schema, document);
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemType.INVALID_INPUT, faults).asException();
        }
        return document;
    }

    public <T> T json(String schema, Class<T> type) {
        try {
            return Json.MAPPER.treeToValue(json(schema), type);
        } catch (JsonProcessingException exception) {
            throw new UncheckedIOException("the schema " + schema + " lets through what the record refuses", exception);
        }
    }

    public List<Fault> check(String schema, JsonNode document) {
        return schemas.check(schema, document);
    }

    /** Path and query as they were sent. */
    public String address() {
        return request.path().rawPath() + '?' + request.query().rawValue();
    }

    /** The whole body of a document, kept for the handler that reads it later. */
    public byte[] buffer() {
        byte[] whole = buffered;
        if (whole == null) {
            try (InputStream body = content(MAX_DOCUMENT_BYTES)) {
                whole = body.readAllBytes();
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
            buffered = whole;
        }
        return whole;
    }

    /** The body as it streams in, refused with 413 as soon as it grows beyond the limit. */
    public InputStream content(long limitBytes) {
        if (buffered != null) {
            return new LimitedStream(new ByteArrayInputStream(buffered), limitBytes);
        }
        long declared = request.headers().contentLength().orElse(-1);
        if (declared > limitBytes) {
            throw tooLarge(limitBytes);
        }
        if (!request.content().hasEntity()) {
            return InputStream.nullInputStream();
        }
        return new LimitedStream(request.content().inputStream(), limitBytes);
    }

    private JsonNode document() {
        String mediaType = requireMediaType(DOCUMENT_TYPES);
        ObjectMapper mapper = mediaType.equals("application/yaml") ? Json.YAML : Json.MAPPER;
        try (InputStream body = content(MAX_DOCUMENT_BYTES)) {
            JsonNode document = mapper.readTree(body);
            if (document == null || document.isMissingNode()) {
                throw Problem.of(ProblemType.MALFORMED_JSON, "EMPTY_BODY", Map.of())
                        .asException();
            }
            return document;
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed).asException();
        } catch (CharConversionException notText) {
            throw Problem.of(ProblemType.MALFORMED_JSON, "NOT_UTF_8", Map.of()).asException();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The problem of a body that is no JSON, for those who read it token by token. */
    public static Problem malformed(JsonProcessingException malformed) {
        var location = malformed.getLocation();
        return Problem.of(
                ProblemType.MALFORMED_JSON,
                "MALFORMED_AT",
                Map.of(
                        "line",
                        location == null ? "1" : Integer.toString(Math.max(1, location.getLineNr())),
                        "column",
                        location == null ? "1" : Integer.toString(Math.max(1, location.getColumnNr())),
                        "reason",
                        reason(malformed)));
    }

    static ProblemException tooLarge(long limitBytes) {
        return Problem.of(ProblemType.TOO_LARGE, "TOO_LARGE_DETAIL", Map.of("limit", Long.toString(limitBytes)))
                .asException();
    }

    private static String reason(JsonProcessingException malformed) {
        String message = malformed.getOriginalMessage();
        String sentence = message == null ? "" : message.lines().findFirst().orElse("");
        // The parser quotes what it stumbled over, which may be a password.
        return ECHO.matcher(PARENTHESES.matcher(sentence).replaceAll("")).replaceAll("$1");
    }

    /** An identifier that the server gives; empty for any other text. */
    public static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
