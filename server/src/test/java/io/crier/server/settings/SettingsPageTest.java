package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "settings.md");

    @Test
    void thePageInTheDocumentationIsTheTable() throws IOException {
        if (Boolean.getBoolean("crier.docs.write")) {
            Files.writeString(PAGE, SettingsPage.markdown());
        }

        assertThat(PAGE)
                .as(
                        "regenerate it with mvn -pl server -am test -Dtest=SettingsPageTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dcrier.docs.write=true")
                .hasContent(SettingsPage.markdown());
    }

    @Test
    void everySettingHasARowAndASentence() {
        for (Setting<?> row : SettingTable.rows()) {
            assertThat(SettingsPage.markdown()).contains("| `" + row.name() + "`");
            assertThat(row.summary()).as(row.name()).endsWith(".");
        }
    }
}
