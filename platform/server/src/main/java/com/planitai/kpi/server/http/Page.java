package com.planitai.kpi.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list on the wire. */
public record Page(List<Object> items, @Nullable String nextCursor) {}
