package com.planitai.kpi.server.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** YAML that people can read and that every reader, ours included, reads back as the texts that they were. */
final class DefinitionYaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new OnlyPlainWords())
            .build());

    private DefinitionYaml() {}

    static byte[] bytes(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** Quotes all but words that no version of YAML takes for a number, a date, a flag or null. */
    private static final class OnlyPlainWords extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN = Pattern.compile("\\p{L}[\\p{L}\\p{Nd}_]*(?:[ -][\\p{L}\\p{Nd}_]+)*");
        private static final Set<String> WORDS =
                Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

        @Override
        public boolean needToQuoteName(String name) {
            return needToQuoteValue(name);
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return !PLAIN.matcher(value).matches() || WORDS.contains(value.toLowerCase(Locale.ROOT));
        }
    }
}
