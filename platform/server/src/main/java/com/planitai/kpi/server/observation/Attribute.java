package com.planitai.kpi.server.observation;

import io.opentelemetry.api.common.AttributeKey;

/** Names of what spans say: OpenTelemetry's semantic conventions, and a few of our own. */
final class Attribute {
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> USER = AttributeKey.stringKey("user.id");
    static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    static final AttributeKey<String> SQL_STATE = AttributeKey.stringKey("db.response.status_code");
    static final AttributeKey<String> TENANT = AttributeKey.stringKey("planitai.tenant.id");
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("planitai.request.id");
    static final AttributeKey<String> JOB_ID = AttributeKey.stringKey("planitai.job.id");
    static final AttributeKey<String> JOB_KIND = AttributeKey.stringKey("planitai.job.kind");
    static final AttributeKey<String> JOB_OUTCOME = AttributeKey.stringKey("planitai.job.outcome");

    private Attribute() {}
}
