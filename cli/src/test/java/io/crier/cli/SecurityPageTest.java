package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on security promises what tests show, so each test that it names has to be there. */
final class SecurityPageTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+Test)`");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        String page = Files.readString(REPOSITORY.resolve("docs/security.md"));
        Set<String> named =
                TEST.matcher(page)
                        .results()
                        .map(match -> match.group().replace("`", ""))
                        .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(tests()).containsAll(named);
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.map(Path::toString)
                    .filter(file -> file.contains("/src/test/java/") && file.endsWith("Test.java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - 5))
                    .collect(Collectors.toSet());
        }
    }
}
