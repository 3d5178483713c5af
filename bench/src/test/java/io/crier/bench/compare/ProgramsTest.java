package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the comparison starts programs. */
final class ProgramsTest {
    private final Path folder;

    ProgramsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsMeasuredIsNotBuiltAgain() {
        assertThat(Programs.said(folder, "sh", "-c", "echo $CRIER_BUILD")).isEqualTo("no");
    }

    @Test
    void aBuildThatFailsSaysWhy() throws Exception {
        Path launcher = folder.resolve("crier");
        Files.writeString(launcher, "#!/bin/sh\necho \"no Maven, build '$CRIER_BUILD'\"\nexit 1\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> Programs.build(launcher, folder))
                .isInstanceOf(Failure.class)
                .hasMessage("no Maven, build ''");
    }
}
