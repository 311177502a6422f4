package com.planitai.kpi.plugin.template.saas;

import static org.assertj.core.api.Assertions.assertThat;

import com.planitai.kpi.pluginhost.InstalledPlugin;
import com.planitai.kpi.pluginhost.PluginAnswer;
import com.planitai.kpi.pluginhost.PluginHost;
import com.planitai.kpi.pluginhost.PluginHostSettings;
import com.planitai.kpi.pluginhost.TemplateHandle;
import com.planitai.kpi.spi.SampleData;
import com.planitai.kpi.spi.SampleRequest;
import com.planitai.kpi.spi.TemplateDocument;
import com.planitai.kpi.spi.TemplateParameters;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaasArchiveIT {
    @TempDir
    Path work;

    @Test
    void worksAsArchiveLikeAsClasses() {
        Path archives = Path.of(System.getProperty("plugin.archives"));
        try (PluginHost host = PluginHost.open(PluginHostSettings.of(archives, work))) {
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.id().equals("template-saas"))
                    .singleElement()
                    .satisfies(plugin -> {
                        assertThat(plugin.faults()).isEmpty();
                        assertThat(plugin.state()).isEqualTo(InstalledPlugin.State.ACTIVE);
                        assertThat(plugin.version()).isEqualTo("0.1.0");
                    });
            TemplateHandle template = host.template("saas-growth").orElseThrow();
            assertThat(template.name().in("ko")).isEqualTo("SaaS 성장");
            assertThat(template.instantiate(TemplateParameters.none()))
                    .isEqualTo(new PluginAnswer.Answered<TemplateDocument>(
                            new SaasTemplate().instantiate(TemplateParameters.none())));
            SampleRequest request = SampleRequest.builder()
                    .from(YearMonth.of(2024, 1))
                    .to(YearMonth.of(2026, 12))
                    .build();
            assertThat(template.sampleData(request))
                    .isEqualTo(new PluginAnswer.Answered<Optional<SampleData>>(new SaasTemplate().sampleData(request)));
        }
    }
}
