package com.planitai.kpi.server.app;

import com.planitai.kpi.pluginhost.InstalledPlugin;
import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.pluginhost.PluginHostSettings;
import com.planitai.kpi.server.files.ObjectStore;
import com.planitai.kpi.server.secret.MasterKey;
import com.planitai.kpi.tenancy.DatabaseState;
import com.planitai.kpi.tenancy.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpi doctor}: looks at what the server needs and says what is wrong and what to do. */
@Command(
        name = "doctor",
        description = "Check configuration, disk, database, plugins and the web app.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long LEAST_FREE_BYTES = 1L << 30;

    private boolean well = true;

    @Override
    public Integer call() {
        Configuration configuration;
        try {
            configuration = ConfigurationReader.read(System.getenv(), "0.0.0.0");
            good("configuration", configuration.toString());
            DataFolder folder = DataFolder.open(configuration.dataFolder());
            disk(configuration.dataFolder());
            plugins(configuration, folder);
            files(configuration, folder);
            site(configuration.listener().webRoot());
            database(configuration, folder);
        } catch (StartFailure failure) {
            bad("start", String.valueOf(failure.getMessage()));
        }
        return well ? 0 : 1;
    }

    private void disk(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            report(free >= LEAST_FREE_BYTES, "disk", (free >> 20) + " MiB free in " + folder);
        } catch (IOException exception) {
            bad("disk", folder + " cannot be measured: " + exception.getMessage());
        }
    }

    private void plugins(Configuration configuration, DataFolder folder) {
        PluginHostSettings settings = PluginHostSettings.of(
                configuration.pluginsFolder(), folder.plugins().resolve("doctor"));
        try (PluginHost host = PluginHost.open(settings)) {
            List<InstalledPlugin> plugins = host.plugins();
            report(!plugins.isEmpty(), "plugins", plugins.size() + " in " + configuration.pluginsFolder());
            plugins.stream()
                    .filter(plugin -> plugin.state() == InstalledPlugin.State.FAILED)
                    .forEach(plugin ->
                            bad("plugin " + plugin.id(), plugin.faults().toString()));
        }
    }

    private void files(Configuration configuration, DataFolder folder) {
        try (ObjectStore files = folder.files(configuration.bucket())) {
            Optional<String> fault = files.fault();
            report(fault.isEmpty(), "files", fault.orElse(files.toString()));
        }
    }

    private void site(Path folder) {
        report(Files.isRegularFile(folder.resolve("index.html")), "web app", folder.toString());
    }

    private void database(Configuration configuration, DataFolder folder) {
        if (configuration.database() == null && EmbeddedDatabase.isInUse(folder.postgres())) {
            good("database", "embedded, in use by a running server, which is not disturbed");
            return;
        }
        MasterKey masterKey = folder.masterKey(configuration.masterKey(), new SecureRandom());
        try (Database database = Database.open(configuration, folder, masterKey, Clock.systemUTC())) {
            switch (database.tenancy().migrations().check()) {
                case DatabaseState.Empty empty -> good("database", "reachable and empty; serve or migrate fills it");
                case DatabaseState.Behind behind ->
                    bad(
                            "database",
                            "at version " + behind.found() + ", needs " + behind.expected()
                                    + ": run the command migrate");
                case DatabaseState.Current current ->
                    good("database", "version " + current.version() + ", " + current.laggingTenants() + " tenants lag");
                case DatabaseState.Ahead ahead ->
                    good("database", "version " + ahead.found() + ", ahead of this release's " + ahead.expected());
            }
        }
    }

    private void report(boolean fine, String what, String sentence) {
        if (fine) {
            good(what, sentence);
        } else {
            bad(what, sentence);
        }
    }

    private static void good(String what, String sentence) {
        System.out.println("ok    " + what + ": " + sentence);
    }

    private void bad(String what, String sentence) {
        well = false;
        System.out.println("WRONG " + what + ": " + sentence);
    }
}
