package com.planitai.kpi.server.app;

import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kpi demo-data}: the demo tenant and its numbers in a server that runs elsewhere and lets newcomers sign up. */
@Command(
        name = "demo-data",
        description = "Load the demo tenant into a running server, through its API.",
        mixinStandardHelpOptions = true)
final class DemoDataCommand implements Callable<Integer> {
    @Option(
            names = "--url",
            defaultValue = "http://localhost:" + ConfigurationReader.DEFAULT_PORT,
            description = "Address of the server (default: ${DEFAULT-VALUE}).")
    private String url = "";

    @Override
    public Integer call() {
        String address = address(url);
        DemoPassword password = DemoPassword.of(System.getenv());
        new Demo(address, password.text()).load();
        // A chosen password is somebody's secret, and this may be the log of a pipeline.
        System.out.println("Loaded: tenant=" + Demo.TENANT + "  email=" + Demo.EMAIL + "  password="
                + (password.chosen() ? password : password.text()));
        return 0;
    }

    /** The address without a path, as those of the API begin at the root. */
    static String address(String text) {
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI address = URI.create(bare);
            String origin = address.getScheme() + "://" + address.getAuthority();
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null && origin.equals(bare)) {
                return origin;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, in the same words as an address with too much in it.
        }
        throw new StartFailure("--url: expected http[s]://host[:port] and nothing more, got '" + text + "'");
    }
}
