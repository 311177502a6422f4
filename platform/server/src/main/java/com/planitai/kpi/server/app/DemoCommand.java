package com.planitai.kpi.server.app;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpi demo}: the server on loopback with a tenant and numbers in it. */
@Command(
        name = "demo",
        description = "Serve on loopback with an embedded database and the demo tenant.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PASSWORD_BYTES = 9;

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = ConfigurationReader.read(System.getenv(), LOOPBACK);
        if (configuration.environment() != Configuration.EnvironmentName.DEVELOPMENT) {
            throw new StartFailure("the demo is for ENVIRONMENT=development only");
        }
        String password = password(DataFolder.open(configuration.dataFolder()));
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

    private static String password(DataFolder folder) {
        Optional<String> chosen = new Variables(System.getenv()).text("DEMO_PASSWORD");
        if (chosen.isPresent()) {
            if (chosen.get().chars().anyMatch(Character::isWhitespace)) {
                throw new StartFailure("DEMO_PASSWORD: expected text without spaces");
            }
            return chosen.get();
        }
        return folder.secret("demo-password", () -> {
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        });
    }
}
