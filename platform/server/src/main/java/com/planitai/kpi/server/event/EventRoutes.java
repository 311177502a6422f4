package com.planitai.kpi.server.event;

import com.planitai.kpi.server.http.Access;
import com.planitai.kpi.server.http.Answer;
import com.planitai.kpi.server.http.Authenticator;
import com.planitai.kpi.server.http.Authenticator.Authentication;
import com.planitai.kpi.server.http.Authenticator.Credential;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Caller;
import com.planitai.kpi.server.http.Problem;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.Route;
import com.planitai.kpi.server.snapshot.SnapshotFeature;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** The stream of a tenant's events. */
final class EventRoutes {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final Duration UNTIL_A_PLACE_IS_FREE = Duration.ofSeconds(30);

    private final Feeds feeds;
    private final SnapshotFeature snapshots;
    private final Authenticator authenticator;
    private final LongSupplier nanoTime;

    EventRoutes(Feeds feeds, SnapshotFeature snapshots, Authenticator authenticator, LongSupplier nanoTime) {
        this.feeds = feeds;
        this.snapshots = snapshots;
        this.authenticator = authenticator;
        this.nanoTime = nanoTime;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/events", Access.VIEWER, this::events));
    }

    private Answer events(Call call) {
        Caller.Member member = call.member();
        Credential credential = call.credential().orElseThrow();
        TenantFeed feed = feeds.enter(snapshots.current(member.tenant()))
                .orElseThrow(() -> Problem.retryLater(ProblemType.RATE_LIMITED, UNTIL_A_PLACE_IS_FREE)
                        .asException());
        var stream = new EventStream(
                feed.feed(),
                feed::version,
                call.header(LAST_EVENT_ID).orElse(null),
                () -> stillIs(member, credential),
                nanoTime,
                () -> feeds.leave(feed));
        return Answer.of(200, EVENT_STREAM, stream).with("X-Accel-Buffering", "no");
    }

    /** Also when the role has changed: the reader comes back as who it is now. */
    private boolean stillIs(Caller.Member member, Credential credential) {
        return authenticator.authenticate(credential) instanceof Authentication.Accepted(Caller caller)
                && caller.equals(member);
    }
}
