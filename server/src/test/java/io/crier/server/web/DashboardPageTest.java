package io.crier.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.crier.server.testing.RespClient;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The live view in a real browser. */
@Tag("programs")
final class DashboardPageTest {
    private static final Pattern SOME = Pattern.compile("publishes [1-9].*");

    private static Chromium chromium;

    private final WebServer server = WebServer.start();

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @AfterEach
    void close() {
        try {
            chromium.closeWindows();
        } finally {
            server.close();
        }
    }

    private Page visit(Page page) {
        page.navigate(server.uri("http", "/dashboard").toString());
        return page;
    }

    private static Locator plot(Page page, String title) {
        return page.locator("[role=img][aria-label^='" + title + "']");
    }

    /** Publishes until the page has heard of the server so often. */
    private void load(Page page, int answers) {
        RespClient publisher = server.resp();
        for (int i = 0; i < answers; i++) {
            page.waitForResponse(
                    "**/dashboard/stats",
                    () -> {
                        for (int n = 0; n < 500; n++) {
                            publisher.send("PUBLISH", "game." + n % 3, "move " + n);
                        }
                        for (int n = 0; n < 500; n++) {
                            publisher.read();
                        }
                    });
        }
    }

    @Test
    void itMovesUnderLoad() {
        server.resp().send("SUBSCRIBE", "game.0", "game.1").read();
        server.webSocket().subscribe("game.0");
        server.events("channel=game.1");
        for (boolean dark : new boolean[] {false, true}) {
            Page page = visit(dark ? chromium.deskInTheDark() : chromium.desk());
            assertThat(page.locator("#status")).hasText("Live");

            load(page, 8);

            assertThat(plot(page, "Publishes")).hasAttribute("aria-label", SOME);
            assertThat(page.locator("#channels tbody tr").first()).containsText("game.");
            assertThat(plot(page, "Connections"))
                    .hasAttribute("aria-label", Pattern.compile(".*WebSocket 1, events 1.*"));
            Chromium.picture(page, dark ? "dashboard-dark" : "dashboard-light");
        }
    }

    @Test
    void nothingHappensAndThatIsSaid() {
        Page page = visit(chromium.phone());

        assertThat(page.locator("#status")).hasText("Live");
        assertThat(page.locator("#channels")).containsText("Nothing is being published.");
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        Chromium.picture(page, "dashboard-phone");
    }

    @Test
    void itIsBehindThePassword() {
        server.set("requirepass", "secret");
        Page page = visit(chromium.desk());

        page.locator("#password").fill("guess");
        page.locator("#password").press("Enter");
        assertThat(page.locator("#password-error")).hasText("That is not the password.");
        Chromium.picture(page, "dashboard-password");
        page.locator("#password").fill("secret");
        page.locator("#password").press("Enter");

        assertThat(page.locator("#status")).hasText("Live");
    }
}
