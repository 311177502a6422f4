package com.planitai.kpi.server.app;

import com.planitai.kpi.server.app.Check.Finding;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kpi doctor}: looks at what the server needs and says what is wrong and what to do. Mends nothing. */
@Command(
        name = "doctor",
        description =
                "Check configuration, disk, plugins, the web app, files, database, Redis, clock and certificates.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Map<String, String> environment;
    private final PrintWriter out;

    DoctorCommand(Map<String, String> environment, PrintWriter out) {
        this.out = out;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        try {
            Configuration configuration = ConfigurationReader.read(environment, ConfigurationReader.ALL_INTERFACES);
            findings.add(Finding.good("configuration", configuration.toString()));
            checks.addAll(checks(configuration, Clock.systemUTC()));
        } catch (StartFailure unusable) {
            findings.add(Finding.bad(
                    "configuration",
                    unusable.getMessage() + "\n  What depends on it was not looked at: mend it and run doctor again"));
        }
        checks.add(CertificateChecks.trustStore());
        findings.addAll(new Doctor(Doctor.DEADLINE, System::nanoTime).examine(checks));
        findings.forEach(out::println);
        out.flush();
        return findings.stream().allMatch(Finding::well) ? 0 : 1;
    }

    /** Everything that this configuration makes the server depend on. */
    static List<Check> checks(Configuration configuration, Clock clock) {
        List<Check> checks = new ArrayList<>();
        checks.add(FolderChecks.dataFolder(configuration));
        checks.add(FolderChecks.plugins(configuration));
        checks.add(FolderChecks.site(configuration));
        checks.add(FolderChecks.files(configuration));
        checks.add(new DatabaseCheck(configuration, clock).check());
        checks.add(CoordinationCheck.check(configuration, clock));
        checks.addAll(new CertificateChecks(clock).of(configuration));
        return checks;
    }
}
