package com.planitai.kpi.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenancyNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"demo", "a-1", "abc", "a234567890123456789012345678901234567890"})
    void acceptsSlug(String text) {
        assertThat(TenantSlug.parse(text)).contains(new TenantSlug(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab", "Demo", "1demo", "demo-", "a b c", "démo", "a2345678901234567890123456789012345678901"
            })
    void refusesSlug(String text) {
        assertThat(TenantSlug.parse(text)).isEmpty();
        assertThatThrownBy(() -> new TenantSlug(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsCharactersOfANameAsTheApiDoes() {
        var slug = new TenantSlug("demo");
        String longest = "🌳".repeat(NewTenant.NAME_LENGTH_LIMIT);

        assertThat(new NewTenant(slug, longest, Locale.ENGLISH, ZoneOffset.UTC).name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> new NewTenant(slug, longest + "x", Locale.ENGLISH, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void derivesOnePasswordForEachRoleAndKey() {
        byte[] key = new byte[32];
        byte[] otherKey = new byte[32];
        Arrays.fill(otherKey, (byte) 1);
        var passwords = new RolePasswords(key);

        assertThat(passwords.of("kpi_app"))
                .hasSize(43)
                .isEqualTo(new RolePasswords(key).of("kpi_app"))
                .isNotEqualTo(passwords.of("kpi_provision"))
                .isNotEqualTo(new RolePasswords(otherKey).of("kpi_app"));
    }

    @Test
    void refusesShortMasterKey() {
        assertThatThrownBy(() -> new RolePasswords(new byte[31]))
                .hasMessage("master key: expected 32 bytes or more, got 31");
    }

    @Test
    void expectsTheLastMigrationFileOfEachSet() throws IOException {
        assertThat(MigrationSet.DIRECTORY.expected()).isEqualTo(lastVersion("directory"));
        assertThat(MigrationSet.TENANT.expected()).isEqualTo(lastVersion("tenant"));
    }

    @Test
    void comparesVersionsAsNumbers() {
        var set = new MigrationSet(List.of(), "10");

        assertThat(set.compare("9")).isNegative();
        assertThat(set.compare("10")).isZero();
        assertThat(set.compare("11")).isPositive();
    }

    private static String lastVersion(String set) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db", set))) {
            int last = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            return Integer.toString(last);
        }
    }
}
