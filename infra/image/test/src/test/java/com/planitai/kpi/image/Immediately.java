package com.planitai.kpi.image;

import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** For containers that have ended when their start is over. */
final class Immediately extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
}
