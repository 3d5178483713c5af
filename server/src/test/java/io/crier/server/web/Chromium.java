package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Debian's Chromium, driven by Playwright. Its driver is the one that {@code ./test} installs for
 * Node.js, so that neither a browser nor another Node.js is downloaded.
 */
final class Chromium implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> errors = new ArrayList<>();

    Chromium() {
        System.setProperty("playwright.cli.dir", driver().toString());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(PROGRAM)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    /** What Playwright takes for its driver: the programs that are there already, side by side. */
    private static Path driver() {
        Path driver = Path.of("target", "playwright").toAbsolutePath();
        try {
            Files.createDirectories(driver);
            link(driver.resolve("node"), node());
            link(
                    driver.resolve("package"),
                    Path.of(ChildProcess.script("node", "node_modules/playwright-core")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return driver;
    }

    private static void link(Path name, Path program) throws IOException {
        Files.deleteIfExists(name);
        Files.createSymbolicLink(name, program);
    }

    private static Path node() {
        return Stream.of(Objects.requireNonNull(System.getenv("PATH")).split(":", -1))
                .map(directory -> Path.of(directory, "node"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("node: not on the PATH"));
    }

    /** A window that knows nothing of the others. */
    private Page window(int width, int height, ColorScheme scheme) {
        return window(
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme));
    }

    /** One whose person types this when the browser itself asks for a password. */
    Page knowing(String password) {
        return window(new Browser.NewContextOptions().setHttpCredentials("default", password));
    }

    private Page window(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                errors.add(message.text());
            }
        });
        return page;
    }

    Page desk() {
        return window(1280, 800, ColorScheme.LIGHT);
    }

    Page deskInTheDark() {
        return window(1280, 800, ColorScheme.DARK);
    }

    Page phone() {
        return window(390, 780, ColorScheme.LIGHT);
    }

    /** Keeps a picture of the page as output of the tests. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** Closes all windows, in which nothing may have gone wrong. */
    void closeWindows() {
        browser.contexts().forEach(BrowserContext::close);
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
