package com.planitai.kpi.server.app;

import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpi demo}: the server on loopback with a tenant and numbers in it. */
@Command(
        name = "demo",
        description = "Serve on loopback with an embedded database and the demo tenant.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = ConfigurationReader.read(System.getenv(), LOOPBACK);
        if (configuration.environment() != Configuration.EnvironmentName.DEVELOPMENT) {
            throw new StartFailure("the demo is for ENVIRONMENT=development only");
        }
        String password = DemoPassword.of(System.getenv()).text();
        Platform platform = Platform.start(configuration, Clock.systemUTC());
        Shutdown shutdown = Shutdown.closing(platform);
        try {
            new Demo("http://localhost:" + platform.port(), password).load();
        } catch (RuntimeException failure) {
            shutdown.cancel();
            platform.close();
            throw failure;
        }
        System.out.println("Ready: http://localhost:" + platform.port() + "  tenant=" + Demo.TENANT + "  email="
                + Demo.EMAIL + "  password=" + password);
        shutdown.await();
        return 0;
    }
}
