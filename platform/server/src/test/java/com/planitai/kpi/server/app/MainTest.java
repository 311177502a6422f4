package com.planitai.kpi.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MainTest {
    private static final Path SCRIPT = Path.of("../../kpi");
    /** A line of the script's usage, and what its dispatch answers to. */
    private static final Pattern EXPLAINED = Pattern.compile("(?m)^  ([a-z-]+) +\\S");

    private static final Pattern DISPATCHED = Pattern.compile("(?m)^([a-z][a-z-]*(?: \\| [a-z][a-z-]*)*)\\)$");

    @Test
    void hasTheCommandsThatTheScriptExplainsAndPassesOn() throws IOException {
        String script = Files.readString(SCRIPT);
        String usage = script.substring(script.indexOf("Usage: ./kpi"), script.indexOf("\nTEXT\n"));
        Set<String> explained = new TreeSet<>();
        EXPLAINED.matcher(usage).results().forEach(line -> explained.add(line.group(1)));
        Set<String> dispatched = new TreeSet<>();
        DISPATCHED
                .matcher(script.substring(script.indexOf("case \"${1:-}\"")))
                .results()
                .forEach(line -> dispatched.addAll(List.of(line.group(1).split(" \\| "))));

        Set<String> ours = new TreeSet<>(
                Main.commandLine(Map.of(), new ByteArrayInputStream(new byte[0]), new PrintWriter(new StringWriter()))
                        .getSubcommands()
                        .keySet());
        ours.add("test");
        assertThat(explained).isEqualTo(ours);
        assertThat(dispatched).isEqualTo(ours);
    }
}
