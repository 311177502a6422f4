package com.planitai.kpi.server.app;

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
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            DemoDataCommand.class,
            MigrateCommand.class,
            DoctorCommand.class
        })
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler(oneLine())
                .execute(arguments));
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
