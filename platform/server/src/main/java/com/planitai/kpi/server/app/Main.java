package com.planitai.kpi.server.app;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The command line: the same words from source and in the image. */
@Command(
        name = "kpi",
        description = "PlanitAI KPI",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "<command>",
        subcommands = {ServeCommand.class, DemoCommand.class, DemoDataCommand.class, MigrateCommand.class})
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        System.exit(commandLine(System.getenv(), System.in, out).execute(arguments));
    }

    /** All commands, with what they read from outside. */
    static CommandLine commandLine(Map<String, String> environment, InputStream standardInput, PrintWriter out) {
        return new CommandLine(new Main())
                .addSubcommand(new DoctorCommand(environment, out))
                .addSubcommand(new TenantCommand(environment, new PasswordInput(standardInput), out))
                .addSubcommand(new KeysCommand(environment, out))
                .setOut(out)
                .setExecutionExceptionHandler(oneLine());
    }

    private static IExecutionExceptionHandler oneLine() {
        return (exception, command, parsed) -> {
            if (exception instanceof StartFailure failure) {
                command.getErr().println("kpi: " + failure.getMessage());
                return FAILED;
            }
            throw exception;
        };
    }
}
