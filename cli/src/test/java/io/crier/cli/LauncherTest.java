package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.cli.SmallTree.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The shell program {@code ./crier}, on a small tree that real Maven builds. */
@Tag("programs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LauncherTest {

    private static final String BUILDING = "building";

    private final Path folder;
    private final SmallTree tree;

    LauncherTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.tree = SmallTree.in(Files.createDirectory(folder.resolve("a tree")));
    }

    @BeforeAll
    void theFirstUseBuildsAndSaysSoInOneLine() throws Exception {
        Outcome first = tree.crier();

        assertThat(first.err()).containsOnlyOnce("\n").contains("building (first use");
        assertThat(first.out()).startsWith("pid ");
    }

    @AfterEach
    void restore() throws IOException {
        Files.deleteIfExists(tree.source("Extra"));
        tree.beginTrainingWith("");
    }

    @Test
    void aLaterUseSaysNothingOfItsOwn() throws Exception {
        tree.crier();

        assertThat(tree.crier().err()).isEmpty();
    }

    @Test
    void theProcessIsTheJvmItself() throws Exception {
        Outcome run = tree.crier();

        assertThat(run.out()).contains("pid " + run.pid() + "\n");
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Outcome run = tree.crier("a b", "", "*", "$HOME", "--x=\"y\"");

        assertThat(run.out()).endsWith("[a b]\n[]\n[*]\n[$HOME]\n[--x=\"y\"]\n");
    }

    @Test
    void theStatusOfTheProgramIsTheStatusOfTheLauncher() throws Exception {
        assertThat(tree.crier("a", "b", "c").status()).isEqualTo(3);
    }

    @Test
    void itStartsFromAnyFolderAndThroughSymbolicLinks() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where/bin"));
        Path relative =
                Files.createSymbolicLink(
                        elsewhere.resolve("relative"), Path.of("../../a tree/crier"));
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), tree.launcher());
        Path twice = Files.createSymbolicLink(elsewhere.resolve("twice"), Path.of("relative"));

        for (Path link : List.of(relative, absolute, twice)) {
            assertThat(tree.run(folder, Map.of(), link, "x").out()).endsWith("[x]\n");
        }
    }

    @Test
    void itStartsFromItsCache() throws Exception {
        tree.crier();

        Outcome run = tree.crier(Map.of("CRIER_JAVA_OPTS", "-XX:AOTMode=on"));

        assertThat(run.status()).as(run.err()).isZero();
        try (Stream<Path> built = Files.list(tree.root().resolve("cli/target"))) {
            assertThat(built)
                    .filteredOn(file -> file.toString().endsWith(".aot"))
                    .isNotEmpty()
                    .noneMatch(file -> file.toFile().length() == 0);
        }
    }

    @Test
    void theUsersFlagsReachTheJvm() throws Exception {
        Outcome run = tree.crier(Map.of("CRIER_JAVA_OPTS", "-XX:+UseZGC -Dgreeting=*"));

        assertThat(run.out()).contains("greeting *\n");
    }

    @Test
    void aTrainingThatFailsOnlyCostsTheCache() throws Exception {
        tree.beginTrainingWith("if (args.length == 0) System.exit(1);");

        assertThat(tree.crier().err()).contains("could not prepare a quick start");
        assertThat(tree.crier()).returns("", Outcome::err).returns(0, Outcome::status);
    }

    @Test
    void aChangedSourceIsBuilt() throws Exception {
        tree.beginMainWith("System.out.println(\"changed\");");

        Outcome run = tree.crier();

        assertThat(run.err()).contains(BUILDING);
        assertThat(run.out()).startsWith("changed\n");
    }

    @Test
    void nothingIsBuiltWhereThatIsForbidden() throws Exception {
        Map<String, String> asItIs = Map.of("CRIER_BUILD", "no");
        tree.beginMainWith("System.out.println(\"not built\");");
        SmallTree unbuilt = SmallTree.in(Files.createDirectory(folder.resolve("unbuilt")));

        assertThat(tree.crier(asItIs))
                .returns("", Outcome::err)
                .satisfies(run -> assertThat(run.out()).doesNotContain("not built"));
        assertThat(unbuilt.crier(asItIs))
                .returns(1, Outcome::status)
                .returns("crier: nothing is built, and CRIER_BUILD=no forbids it\n", Outcome::err);
    }

    @Test
    void aDeletedSourceIsBuilt() throws Exception {
        tree.writeSource("Extra", "package io.crier.cli; final class Extra {}");
        tree.crier();

        Files.delete(tree.source("Extra"));

        assertThat(tree.crier().err()).contains(BUILDING);
    }

    @Test
    void aTouchedSourceIsNotBuilt() throws Exception {
        tree.crier();

        Files.setLastModifiedTime(tree.source("Main"), FileTime.from(Instant.now()));

        assertThat(tree.crier().err()).isEmpty();
    }

    @Test
    void aBrokenSourceShowsWhatTheCompilerSays() throws Exception {
        tree.writeSource("Extra", "this is not Java");

        Outcome run = tree.crier();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Extra.java:[1,").contains("crier: the build failed");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void twoAtTheSameTimeBuildOnce() throws Exception {
        tree.beginMainWith("System.out.println(\"together\");");
        Callable<Outcome> start = tree::crier;

        List<Outcome> both;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            both =
                    threads.invokeAll(List.of(start, start)).stream()
                            .map(Future::resultNow)
                            .toList();
        }

        assertThat(both).allSatisfy(run -> assertThat(run.out()).startsWith("together\n"));
        assertThat(both).filteredOn(run -> run.err().contains("sources changed")).hasSize(1);
    }

    @Test
    void withoutAJdkItSaysInOneLineWhatToInstall() throws Exception {
        Outcome run = tree.crier(withOnly(Files.createTempDirectory(folder, "empty")));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("crier: needs a JDK 25 or newer (found: no Java at all)")
                .containsOnlyOnce("\n");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anOlderJavaIsNamedWhenThereIsNoOther() throws Exception {
        Path old = javaSeventeen();
        Map<String, String> environment = withOnly(Files.createTempDirectory(folder, "empty"));
        environment.put("JAVA_HOME", old.toString());

        assertThat(tree.crier(environment).err())
                .startsWith("crier: needs a JDK 25 or newer (found: Java 17.0.15 at " + old + ")")
                .containsOnlyOnce("\n");
    }

    @Test
    void anOlderJavaOnThePathIsPassedOver() throws Exception {
        Path system = Files.createTempDirectory(folder, "system");
        Path jdks = Files.createDirectories(system.resolve("usr/lib/jvm"));
        Path link =
                Files.createSymbolicLink(
                        jdks.resolve("current"),
                        Path.of(Objects.requireNonNull(System.getProperty("java.home"))));
        Map<String, String> environment = withOnly(system);
        environment.put("PATH", javaSeventeen().resolve("bin") + ":" + System.getenv("PATH"));

        Outcome run = tree.crier(environment);
        Files.delete(link);

        assertThat(run.out()).contains("pid ");
    }

    /** An environment in which no JDK is found but those below this folder. */
    private static Map<String, String> withOnly(Path system) {
        String nowhere = system.toString();
        return new HashMap<>(
                Map.of(
                        "JAVA_HOME",
                        "",
                        "PATH",
                        nowhere,
                        "HOME",
                        nowhere,
                        "CRIER_JDK_ROOT",
                        nowhere));
    }

    private Path javaSeventeen() throws IOException {
        Path home = Files.createTempDirectory(folder, "jdk17");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path java = Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("java"));
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
