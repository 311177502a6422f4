package com.planitai.kpi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Path RESOURCES = Path.of("src/main/resources/com/planitai/kpi/server");
    /** What starts the server speaks of environment variables, which look like codes. */
    private static final Path START = Path.of("com/planitai/kpi/server/app");
    /** Where codes are written. */
    private static final Set<Path> SOURCES = Set.of(Path.of("src/main/java"), Path.of("../engine/src/main/java"));

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final Pattern CODE = Pattern.compile(
            "(?:Fault\\.at|new Fault|CellFault\\.of|Problem\\.of|new Problem|unknown|noted?|fault|suggesting)\\([^;]*?\"([A-Z]+(?:_[A-Z0-9]+)+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"messages_ko.properties", "messages_ja.properties"})
    void saysTheSameInEveryLanguage(String bundle) throws IOException {
        Properties english = bundle("messages.properties");
        Properties other = bundle(bundle);

        assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String code : english.stringPropertyNames()) {
            assertThat(placeholders(other.getProperty(code)))
                    .as(code)
                    .isEqualTo(placeholders(english.getProperty(code)));
        }
    }

    @Test
    void explainsEveryTypeOfProblem() throws IOException {
        for (ProblemType type : ProblemType.values()) {
            assertThat(bundle("messages.properties").stringPropertyNames())
                    .contains(type.name(), type.name() + "_MEANING");
        }
    }

    @Test
    void hasASentenceForEveryCodeThatIsWrittenSomewhere() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Path folder : SOURCES) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> !path.toString().contains(START.toString())
                                && path.toString().endsWith(".java"))
                        .toList()) {
                    CODE.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
                }
            }
        }

        assertThat(codes).hasSizeGreaterThan(60);
        assertThat(bundle("messages.properties").stringPropertyNames()).containsAll(codes);
    }

    @Test
    void asksWhetherTheSuggestionWasMeant() {
        Fault fault = Fault.at("/formula", "UNKNOWN_KPI", Map.of("code", "order", "suggestion", "orders"));

        assertThat(Messages.text(Locale.ENGLISH, fault)).isEqualTo("There is no KPI `order`. Did you mean `orders`?");
        assertThat(Messages.text(Locale.KOREAN, fault)).isEqualTo("`order`라는 KPI가 없습니다. `orders`인가요?");
        assertThat(Messages.text(Locale.JAPANESE, fault)).isEqualTo("`order` というKPIはありません。`orders` ですか？");
    }

    private static Set<String> placeholders(String sentence) {
        return PLACEHOLDER
                .matcher(sentence)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Properties bundle(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(name), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
