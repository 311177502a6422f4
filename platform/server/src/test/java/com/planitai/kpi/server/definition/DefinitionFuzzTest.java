package com.planitai.kpi.server.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.planitai.kpi.engine.FuzzBudget;
import com.planitai.kpi.server.http.Call;
import com.planitai.kpi.server.http.Fault;
import com.planitai.kpi.server.http.Json;
import com.planitai.kpi.server.http.ProblemType;
import com.planitai.kpi.server.http.RequestSchemas;
import com.planitai.kpi.server.kpi.DimensionDocument;
import com.planitai.kpi.server.kpi.KpiDocument;
import com.planitai.kpi.server.tree.TreeDocument;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;

/** A document is malformed, breaks the schema, contradicts itself, or is written again as it was read: nothing else. */
class DefinitionFuzzTest {
    private static RequestSchemas schemas;

    private interface Reader<T> {
        Optional<T> read(JsonNode document, String pointer, List<Fault> faults);
    }

    @BeforeAll
    static void readSchemas() throws IOException {
        try (InputStream file = DefinitionFuzzTest.class.getResourceAsStream("/openapi.yaml")) {
            schemas = new RequestSchemas(Json.YAML.readTree(file));
        }
    }

    @FuzzTest
    void readsDocuments(byte[] data) {
        var mapper = data.length > 0 && data[0] == '{' ? Json.MAPPER : Json.YAML;
        FuzzBudget.forBytes(data.length).run(() -> {
            try {
                JsonNode document = mapper.readTree(new ByteArrayInputStream(data));
                if (document != null
                        && !document.isMissingNode()
                        && schemas.check("Definition", document).isEmpty()) {
                    items(document);
                }
            } catch (JsonProcessingException malformed) {
                assertThat(Call.malformed(malformed).type()).isEqualTo(ProblemType.MALFORMED_JSON);
            } catch (CharConversionException notText) {
                assertThat(notText).hasNoCause();
            } catch (IOException nowhere) {
                throw new UncheckedIOException("expected a document in memory to be readable", nowhere);
            }
        });
    }

    private static void items(JsonNode document) {
        each(document.path("kpis"), KpiDocument::read, KpiDocument::write);
        each(document.path("dimensions"), DimensionDocument::read, DimensionDocument::write);
        each(document.path("trees"), TreeDocument::read, TreeDocument::write);
    }

    private static <T> void each(JsonNode items, Reader<T> reader, Function<T, ObjectNode> writer) {
        for (JsonNode item : items) {
            List<Fault> faults = new ArrayList<>();
            Optional<T> read = reader.read(item, "", faults);
            assertThat(read.isEmpty()).isEqualTo(!faults.isEmpty());
            read.ifPresent(once -> {
                ObjectNode written = writer.apply(once);
                assertThat(reader.read(written, "", faults).map(writer)).hasValue(written);
            });
        }
    }
}
