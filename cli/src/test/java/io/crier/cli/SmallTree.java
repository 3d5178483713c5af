package io.crier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A source tree with this repository's launcher and root pom (but its slow compiler checks), and a
 * program that builds in seconds: it prints its process id, the property {@code greeting} and its
 * arguments in brackets, and ends with their number as its status.
 */
record SmallTree(Path root) {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final String SOURCES = "cli/src/main/java/io/crier/cli";

    private static final String POM =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>io.crier</groupId><artifactId>crier</artifactId><version>0.1.0-SNAPSHOT</version></parent>
              <artifactId>crier-cli</artifactId>
              <build>
                <finalName>crier</finalName>
                <plugins><plugin>
                  <groupId>org.apache.maven.plugins</groupId>
                  <artifactId>maven-jar-plugin</artifactId>
                  <configuration><archive><manifest><mainClass>io.crier.cli.Main</mainClass></manifest></archive></configuration>
                </plugin></plugins>
              </build>
            </project>
            """;

    private static final String HEAD = "main(String[] args) {";

    private static final String MAIN =
            """
            package io.crier.cli;

            final class Main {
                public static void main(String[] args) {
                    System.out.println("pid " + ProcessHandle.current().pid());
                    System.out.println("greeting " + System.getProperty("greeting"));
                    for (String arg : args) {
                        System.out.println("[" + arg + "]");
                    }
                    System.exit(args.length);
                }
            }
            """;

    private static final String TRAINING =
            """
            package io.crier.cli;

            final class Training {
                public static void main(String[] args) {
                    Main.main(args);
                }
            }
            """;

    /** What a program said and how it ended. */
    record Outcome(long pid, int status, String out, String err) {}

    /** Lays the tree out in an empty folder; nothing is built yet. */
    static SmallTree in(Path root) throws IOException {
        SmallTree tree = new SmallTree(root);
        Files.createDirectories(root.resolve("build"));
        Files.createDirectories(root.resolve(SOURCES));
        for (String file : List.of("crier", "build/jdk.sh")) {
            Files.copy(
                    REPOSITORY.resolve(file),
                    root.resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        String pom = Files.readString(REPOSITORY.resolve("pom.xml"));
        Files.writeString(
                root.resolve("pom.xml"),
                pom.replaceFirst(
                                "(?s)<modules>.*?</modules>",
                                "<modules><module>cli</module></modules>")
                        .replaceFirst("(?s)<fork>.*?</annotationProcessorPaths>", ""));
        Files.writeString(root.resolve("cli/pom.xml"), POM);
        tree.writeSource("Main", MAIN);
        tree.writeSource("Training", TRAINING);
        return tree;
    }

    void writeSource(String type, String text) throws IOException {
        Files.writeString(source(type), text);
    }

    /** Makes the program do this first. */
    void beginMainWith(String statement) throws IOException {
        writeSource("Main", MAIN.replace(HEAD, HEAD + statement));
    }

    /** Makes the training do this first; an empty statement makes it good again. */
    void beginTrainingWith(String statement) throws IOException {
        writeSource("Training", TRAINING.replace(HEAD, HEAD + statement));
    }

    Path source(String type) {
        return root.resolve(SOURCES).resolve(type + ".java");
    }

    Path launcher() {
        return root.resolve("crier");
    }

    Outcome crier(String... args) throws IOException, InterruptedException {
        return run(root, Map.of(), launcher(), args);
    }

    Outcome crier(Map<String, String> environment) throws IOException, InterruptedException {
        return run(root, environment, launcher());
    }

    /**
     * Runs a program in a folder to its end, with the environment of this JVM and these changes to
     * it.
     */
    Outcome run(Path folder, Map<String, String> environment, Path program, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(root, "out", ".txt");
        Path err = Files.createTempFile(root, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("CRIER_JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Outcome(
                process.pid(), process.waitFor(), Files.readString(out), Files.readString(err));
    }
}
