package com.planitai.kpi.pluginhost;

import com.planitai.kpi.spi.KpiTemplate;
import com.planitai.kpi.spi.LocalizedText;
import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleRequest;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateParameters;
import java.util.Map;
import java.util.Optional;

/** A template of a loaded plugin. What describes it was read once at the start; calls have a deadline. Thread-safe. */
public final class TemplateHandle {
    static final String EXTENSION_TYPE = "kpi-template";
    static final int MAX_SCHEMA_CHARACTERS = 65_536;
    static final long MAX_DOCUMENT_CHARACTERS = 4_000_000;

    /** What a template says of itself, taken while its plugin was loaded. */
    record Description(
            String id, String version, LocalizedText name, LocalizedText description, String parameterSchema) {
        static Description of(KpiTemplate template) {
            return new Description(
                    template.id(),
                    template.version(),
                    template.name(),
                    template.description(),
                    template.parameterSchema());
        }
    }

    private final String pluginId;
    private final KpiTemplate template;
    private final Description description;
    private final PluginCalls calls;

    TemplateHandle(String pluginId, KpiTemplate template, Description description, PluginCalls calls) {
        this.pluginId = pluginId;
        this.template = template;
        this.description = description;
        this.calls = calls;
    }

    public String pluginId() {
        return pluginId;
    }

    public String id() {
        return description.id();
    }

    public String version() {
        return description.version();
    }

    public LocalizedText name() {
        return description.name();
    }

    public LocalizedText description() {
        return description.description();
    }

    /** A JSON Schema of the parameters, known to be a JSON object. */
    public String parameterSchema() {
        return description.parameterSchema();
    }

    /** Makes the definitions, which are not yet checked as definitions. */
    public PluginAnswer<TemplateDocument> instantiate(TemplateParameters parameters) {
        PluginAnswer<TemplateDocument> answer = calls.call(() -> template.instantiate(parameters));
        return switch (answer) {
            case PluginAnswer.Failed<TemplateDocument> failed -> failed;
            case PluginAnswer.Answered<TemplateDocument> answered -> withinLimit(answered);
        };
    }

    /** Generates data for a demonstration; empty where the template has none. */
    public PluginAnswer<Optional<SampleData>> sampleData(SampleRequest request) {
        return calls.call(() -> template.sampleData(request).map(SampleData.class::cast));
    }

    private PluginAnswer<TemplateDocument> withinLimit(PluginAnswer.Answered<TemplateDocument> answered) {
        long characters = DocumentSize.characters(answered.value());
        if (characters <= MAX_DOCUMENT_CHARACTERS) {
            return answered;
        }
        String limit = String.valueOf(MAX_DOCUMENT_CHARACTERS);
        return calls.failed(
                "PLUGIN_ANSWER_INVALID",
                Map.of("reason", "characters", "limit", limit),
                "answered with " + characters + " characters, at most " + limit + " are allowed");
    }
}
