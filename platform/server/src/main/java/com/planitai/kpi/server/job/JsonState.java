package com.planitai.kpi.server.job;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.planitai.kpi.server.http.Json;
import java.nio.charset.StandardCharsets;

/** The scheduler's state as JSON: readable by every version of ours, and no gate for foreign classes. */
final class JsonState implements Serializer {
    @Override
    public byte[] serialize(Object data) {
        return Json.bytes(data);
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] serialized) {
        return Json.read(new String(serialized, StandardCharsets.UTF_8), type);
    }
}
