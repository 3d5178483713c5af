package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the pages as they stand; what they do in a browser is tested there. */
class PagesTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^(?:import\\b.*|}) from \"([^\"]*)\";$");
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");
    private static final Pattern ID_REFERENCE =
            Pattern.compile("\\b(?:for|aria-(?:controls|describedby|labelledby))=\"([^\"]*)\"");
    private static final Pattern ASKED_ID = Pattern.compile("\\bbyId\\(\"([^\"]*)\"\\)");

    static List<Path> pages() {
        return files(".html");
    }

    static List<Path> scripts() {
        return files(".js");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageHoldsNoScriptAndNoStyle(Path page) {
        assertThat(text(page))
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("<style")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("\\son[a-z]+=");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageNamesIsServedByCrier(Path page) {
        assertThat(found(ADDRESS, text(page))).isNotEmpty().allMatch(PagesTest::isServed);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void whatAScriptImportsIsServedByCrier(Path script) {
        assertThat(found(IMPORT, text(script)).map(name -> name.replaceFirst("^\\./", "/assets/")))
                .allMatch(PagesTest::isServed);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptMakesNoMarkupAndNoCodeOutOfText(Path script) {
        assertThat(text(script))
                .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|document\\.write")
                .doesNotContainPattern("\\beval\\(|new Function|DOMParser|srcdoc");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theLabelsOfAPagePointAtWhatIsThere(Path page) {
        List<String> ids = found(ID, text(page)).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(found(ID_REFERENCE, text(page)).flatMap(Pattern.compile(" ")::splitAsStream))
                .isSubsetOf(ids);
    }

    @Test
    void theScriptsFindWhatTheyAskFor() {
        List<String> ids = pages().stream().flatMap(page -> found(ID, text(page))).toList();
        assertThat(scripts().stream().flatMap(script -> found(ASKED_ID, text(script))))
                .isNotEmpty()
                .isSubsetOf(ids);
    }

    @Test
    void anIconThatAPageShowsIsDrawn() {
        List<String> drawn = found(ID, text(asset("icons.svg"))).toList();
        assertThat(
                        pages().stream()
                                .flatMap(page -> found(ADDRESS, text(page)))
                                .filter(address -> address.startsWith("/assets/icons.svg#"))
                                .map(address -> address.substring(address.indexOf('#') + 1)))
                .isNotEmpty()
                .isSubsetOf(drawn);
    }

    private static boolean isServed(String address) {
        return address.equals("/")
                || address.matches("/assets/lib/uplot/uPlot[a-z.]+")
                || isAsset(address);
    }

    private static boolean isAsset(String address) {
        return address.matches("/assets/[a-z-]+\\.[a-z]+(#[a-z]+)?")
                && Files.exists(
                        asset(address.substring("/assets/".length()).replaceFirst("#.*", "")));
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> Objects.requireNonNull(result.group(1)));
    }

    private static List<Path> files(String ending) {
        try (Stream<Path> all = Files.list(asset("."))) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path asset(String name) {
        try {
            URI page =
                    Objects.requireNonNull(
                                    PagesTest.class.getResource(
                                            "/io/crier/server/web/assets/chat.html"))
                            .toURI();
            return Path.of(page).resolveSibling(name).normalize();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
