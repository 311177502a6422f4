package com.planitai.kpi.server.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** How a password gets in without standing in a list of processes or a shell's history. */
final class PasswordInput {
    static final String VARIABLE = "OWNER_PASSWORD";

    private final InputStream standardInput;

    PasswordInput(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** From the environment, or else asked of the person at the terminal, or else the first line of standard input. */
    String read(Map<String, String> environment) {
        Optional<String> given = new Variables(environment).text(VARIABLE);
        if (given.isPresent()) {
            return given.get();
        }
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("Password of the owner: ");
            return typed == null ? "" : new String(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
