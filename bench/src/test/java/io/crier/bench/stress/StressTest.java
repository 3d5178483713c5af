package io.crier.bench.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every stress test for a moment. For as long and as hard as one likes:
 *
 * <pre>{@code
 * mvn -pl bench -am test -Dtest=StressTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dstress.mode=tough -Dstress.millis=5000
 * }</pre>
 */
final class StressTest {
    @Test
    void noInterleavingBreaksWhatCrossesThreads(@TempDir Path results) throws Exception {
        Process stress =
                new ProcessBuilder(command(results))
                        .directory(results.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(stress.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(output)
                .containsPattern(
                        "Results: ([1-9][0-9]*) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs");
        assertThat(stress.waitFor()).isZero();
    }

    /**
     * One fork per test and compiler, without those that only look for what the hardware reorders.
     */
    private static List<String> command(Path results) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-m",
                System.getProperty("stress.mode", "quick"),
                "-time",
                System.getProperty("stress.millis", "300"),
                "-iters",
                "2",
                "-f",
                "1",
                "-sc",
                "false",
                "-af",
                "NONE",
                "-r",
                results.toString());
    }
}
