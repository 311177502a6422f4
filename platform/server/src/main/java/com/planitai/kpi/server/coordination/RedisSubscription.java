package com.planitai.kpi.server.coordination;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.listener.MessageListener;

/** A mailbox, and its place on the client's connection once there is one; the client keeps that place through reconnects. */
final class RedisSubscription<T> implements Coordination.Subscription {
    private final Key topic;
    private final Mailbox<T> mailbox;
    private final Consumer<RedisSubscription<?>> closing;
    private final MessageListener<String> listener;
    private @Nullable RTopic attachedTo;
    private @Nullable CompletableFuture<Integer> attachment;
    private boolean closed;

    RedisSubscription(Key topic, Mailbox<T> mailbox, Runnable dropped, Consumer<RedisSubscription<?>> closing) {
        this.topic = topic;
        this.mailbox = mailbox;
        this.closing = closing;
        this.listener = (channel, json) -> {
            if (!mailbox.deliver(json)) {
                dropped.run();
            }
        };
    }

    Key topic() {
        return topic;
    }

    /** Begins to listen, unless it does already; may be called again and again. */
    synchronized void attach(RTopic fresh) {
        if (closed || (attachment != null && !attachment.isCompletedExceptionally())) {
            return;
        }
        if (attachment != null) {
            // An attempt that timed out may have succeeded later, and nobody wants messages twice.
            detach(fresh);
        }
        attachedTo = fresh;
        attachment = fresh.addListenerAsync(String.class, listener).toCompletableFuture();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (attachedTo != null) {
                detach(attachedTo);
            }
        }
        closing.accept(this);
        mailbox.close();
    }

    /** Whether it succeeds matters little: a closed mailbox reads nothing. */
    private void detach(RTopic from) {
        var _ = from.removeListenerAsync(listener);
    }
}
