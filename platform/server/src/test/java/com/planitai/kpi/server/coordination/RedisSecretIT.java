package com.planitai.kpi.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nothing that the client or we say contains the password, not even when everything is said. */
class RedisSecretIT {
    private static final String WRONG = "wrong-hunter2";

    private final List<Logger> loggers = Stream.of("org.redisson", "io.netty", "com.planitai.kpi")
            .map(((LoggerContext) LoggerFactory.getILoggerFactory())::getLogger)
            .toList();
    private final Said said = new Said();

    @BeforeEach
    void listen() {
        said.start();
        for (Logger logger : loggers) {
            logger.setAdditive(false);
            logger.addAppender(said);
            logger.setLevel(Level.TRACE);
        }
    }

    @AfterEach
    void stopListening() {
        for (Logger logger : loggers) {
            logger.setLevel(null);
            logger.detachAppender(said);
            logger.setAdditive(true);
        }
    }

    @Test
    void isNeverSaid() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            RedisSettings wrong = new RedisSettings("127.0.0.1", server.port(), "kpi", WRONG, 0, false);
            try (RedisCoordination right = new RedisCoordination(server.settings(), Coordination.DEADLINE);
                    RedisCoordination refused = new RedisCoordination(wrong, Coordination.DEADLINE)) {
                Eventually.is("connected", right::answering);
                Eventually.is("refused", () -> said.texts.stream().anyMatch(text -> text.contains("cannot be used")));
                server.kill();
                Eventually.is("noticed", () -> {
                    right.add(Key.of("test", "secret"), 1, Duration.ofMinutes(1));
                    return !right.answering();
                });
                server.restart();
                Eventually.is("connected again", right::answering);
                assertThat(refused.answering()).isFalse();
            }
        }
        assertThat(said.texts)
                .anyMatch(text -> text.contains("org.redisson"))
                .noneMatch(text -> text.contains(WRONG))
                .noneMatch(text -> text.contains(RedisServer.PASSWORD));
    }

    private static final class Said extends AppenderBase<ILoggingEvent> {
        private final Queue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String failure =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            texts.add(event.getLoggerName() + ' ' + event.getFormattedMessage() + ' ' + failure);
        }
    }
}
