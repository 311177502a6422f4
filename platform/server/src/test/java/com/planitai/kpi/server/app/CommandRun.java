package com.planitai.kpi.server.app;

import com.planitai.kpi.tenancy.DatabaseSettings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A command of ours as a person runs it, and what it said. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(Map<String, String> environment, String standardInput, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        var input = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
        int exitCode = Main.commandLine(environment, input, new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** The least that a command needs to work on this database. */
    static Map<String, String> environment(DatabaseSettings database, String masterKey, Path dataFolder) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", url(database));
        environment.put("MASTER_KEY", masterKey);
        environment.put("DATA_DIR", dataFolder.toString());
        return environment;
    }

    private static String url(DatabaseSettings database) {
        String password = database.password() == null ? "" : ":" + database.password();
        return "postgresql://" + database.user() + password + "@" + database.host() + ":" + database.port() + "/"
                + database.database();
    }
}
