package com.planitai.kpi.server.coordination;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscriber's messages in their order, on a thread of its own, so that a slow one holds up nobody else. */
final class Mailbox<T> implements AutoCloseable {
    /** Messages that wait for a subscriber; what comes when so many wait is dropped. */
    static final int MAX_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Class<T> type;
    private final Consumer<T> listener;
    private final Thread reader;

    private Mailbox(Key topic, Class<T> type, Consumer<T> listener) {
        this.type = type;
        this.listener = listener;
        this.reader = Thread.ofVirtual().name("subscriber-" + topic).unstarted(this::read);
    }

    static <T> Mailbox<T> open(Key topic, Class<T> type, Consumer<T> listener) {
        Mailbox<T> mailbox = new Mailbox<>(topic, type, listener);
        mailbox.reader.start();
        return mailbox;
    }

    /** False when the message was dropped. */
    boolean deliver(String json) {
        return waiting.offer(json);
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    private void read() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                hand(waiting.take());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(String json) {
        Optional<T> message = JsonText.read(json, type);
        try {
            message.ifPresentOrElse(
                    listener, () -> LOG.warn("{}: a message that is no {}", reader.getName(), type.getSimpleName()));
        } catch (RuntimeException failure) {
            LOG.warn("{} failed on a message", reader.getName(), failure);
        }
    }
}
