package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the executable jar, by the bill of materials that the build has just made. */
final class LicencesTest {
    private static final Path BILL = Path.of("target", "crier.cdx.json");
    private static final Path PAGE = Path.of("..", "docs", "licences.md");
    private static final Path TEXTS = Path.of("target", "classes", "META-INF", "licences");

    /** Licences that let a program be passed on as a whole under its own. */
    private static final List<String> ALLOWED =
            List.of(
                    "Apache-2.0",
                    "MIT",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "EPL-2.0",
                    "Public Domain");

    /** What a library's POM says only by a word that means several. */
    private static final Map<String, String> SAID_ELSEWHERE =
            Map.of("org.jline:jline", "BSD-3-Clause");

    /**
     * A library in the jar.
     *
     * @param licence the first allowed one of those that it may be used under; else all of them
     */
    private record Library(String name, String licence) {}

    private static List<Library> libraries() throws IOException {
        JsonNode bill = JsonMapper.builder().build().readTree(Files.readString(BILL));
        List<Library> libraries = new ArrayList<>();
        for (JsonNode component : bill.get("components")) {
            String group = component.get("group").stringValue();
            String name = group + ":" + component.get("name").stringValue();
            if (!group.equals("io.crier")) {
                libraries.add(new Library(name, licence(name, component.get("licenses"))));
            }
        }
        return libraries.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    }

    private static String licence(String name, JsonNode choices) {
        List<String> words = new ArrayList<>();
        for (JsonNode choice : choices == null ? List.<JsonNode>of() : choices) {
            JsonNode licence = choice.get("license");
            JsonNode word = licence == null ? choice.get("expression") : licence.get("id");
            words.add((word == null ? licence.get("name") : word).stringValue());
        }
        return SAID_ELSEWHERE.getOrDefault(
                name,
                ALLOWED.stream().filter(words::contains).findFirst().orElse(words.toString()));
    }

    private static String page() throws IOException {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Licences

                        Crier is under the Apache License 2.0. Its executable jar also holds these libraries, unchanged, under the licences named
                        here, whose texts are in the jar's `META-INF/licences`. The build writes a bill of materials with versions and checksums,
                        in CycloneDX, to `cli/target/crier.cdx.json`.

                        This page is written by `LicencesTest`, which fails when a library comes or goes, or has a licence that may not be passed on.

                        | library | licence |
                        |---|---|
                        """);
        for (Library library : libraries()) {
            page.append("| `").append(library.name()).append("` | ");
            page.append(library.licence()).append(" |\n");
        }
        return page.toString();
    }

    @Test
    void thePageInTheDocumentationNamesEveryLibraryOfTheJar() throws IOException {
        if (Boolean.getBoolean("crier.docs.write")) {
            Files.writeString(PAGE, page());
        }

        assertThat(PAGE)
                .as(
                        "regenerate it with mvn -pl cli -am test -Dtest=LicencesTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dcrier.docs.write=true")
                .hasContent(page());
    }

    @Test
    void everyLibraryMayBePassedOnAndItsLicenceIsInTheJar() throws IOException {
        List<String> texts;
        try (Stream<Path> files = Files.list(TEXTS)) {
            texts = files.map(file -> TEXTS.relativize(file).toString()).toList();
        }

        for (Library library : libraries()) {
            assertThat(ALLOWED).as(library.name()).contains(library.licence());
            if (!library.licence().equals("Public Domain")) {
                assertThat(texts)
                        .as("texts of " + library)
                        .anyMatch(text -> text.startsWith(library.licence()));
            }
        }
    }
}
