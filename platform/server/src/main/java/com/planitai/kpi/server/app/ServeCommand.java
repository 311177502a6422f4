package com.planitai.kpi.server.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code kpi serve}: the server, until it is told to stop. */
@Command(name = "serve", description = "Serve the API and the web app on PORT (8000).", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = ConfigurationReader.read(System.getenv(), ConfigurationReader.ALL_INTERFACES);
        Platform platform = Platform.start(configuration, Clock.systemUTC());
        LOG.info("serving on port {}, metrics on port {}", platform.port(), platform.managementPort());
        Shutdown.closing(platform).await();
        return 0;
    }
}
