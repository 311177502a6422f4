package com.planitai.kpi.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.server.http.Messages;
import com.planitai.kpi.server.http.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
    @ParameterizedTest
    @EnumSource
    void saysWhatItMeansInEveryLanguage(ProblemType type) {
        Set<String> sentences = new HashSet<>();
        for (Locale language : Messages.LANGUAGES) {
            String title = Messages.text(language, type.name(), Map.of());
            String meaning = Messages.text(language, type.name() + "_MEANING", Map.of());
            assertThat(ProblemWriter.page(type, language))
                    .contains(
                            "lang=\"" + language.getLanguage() + "\"", title, meaning, Integer.toString(type.status()));
            sentences.addAll(List.of(title, meaning));
        }
        assertThat(sentences)
                .hasSize(2 * Messages.LANGUAGES.size())
                .noneMatch(sentence -> sentence.contains(type.name()));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByTheAddressThatProblemsName(ProblemType type) {
        assertThat(type.slug()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(ProblemType.ofSlug(type.slug())).contains(type);
    }

    @Test
    void isProvokedBySomeTest() throws IOException {
        String tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.filter(file -> file.toString().endsWith("IT.java"))
                    .map(ProblemTypeTest::read)
                    .collect(Collectors.joining());
        }
        assertThat(Arrays.stream(ProblemType.values())
                        .filter(type -> !tests.contains("/problems/" + type.slug())
                                && !tests.contains("\"" + type.slug() + "\"")))
                .isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
