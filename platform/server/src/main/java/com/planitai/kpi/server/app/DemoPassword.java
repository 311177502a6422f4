package com.planitai.kpi.server.app;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The password of the demo tenant's owner. Never prints itself.
 *
 * @param chosen whether a person chose it, who then need not be told, rather than the data folder
 */
record DemoPassword(String text, boolean chosen) {
    private static final String VARIABLE = "DEMO_PASSWORD";
    private static final int GENERATED_BYTES = 9;

    /** The one of the environment, or else the one that the data folder keeps. */
    static DemoPassword of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        Optional<String> chosen = variables.text(VARIABLE);
        if (chosen.isEmpty()) {
            DataFolder folder = DataFolder.open(ConfigurationReader.dataFolder(variables));
            return new DemoPassword(folder.secret("demo-password", DemoPassword::generate), false);
        }
        if (chosen.get().chars().anyMatch(Character::isWhitespace)) {
            throw new StartFailure(VARIABLE + ": expected text without spaces");
        }
        return new DemoPassword(chosen.get(), true);
    }

    @Override
    public String toString() {
        return "***";
    }

    private static String generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
