package io.crier.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where and with what it was measured; each for a reader.
 *
 * @param jvm the command line of Crier's server as its process has it
 * @param pinning where servers and load were kept
 * @param jar sum of Crier's jar, which tells one build from another
 */
record Machine(
        String date,
        String kernel,
        String distribution,
        String processor,
        String memory,
        String java,
        String crier,
        String redis,
        String nats,
        List<String> jvm,
        String pinning,
        String jar) {

    private static final String UNKNOWN = "unknown";

    Machine {
        jvm = List.copyOf(jvm);
    }

    /**
     * This one, now.
     *
     * @param root the repository
     * @param jvm the command line of a running Crier
     */
    static Machine here(Path root, Cores cores, List<String> jvm) {
        List<Integer> processors = ProcessFacts.processors();
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                unquoted(ProcessFacts.field(Path.of("/etc/os-release"), "PRETTY_NAME=")),
                processors.size() + " × " + processorModel(),
                installedMemory(),
                System.getProperty("java.vendor.version", UNKNOWN)
                        + ", "
                        + System.getProperty("java.runtime.version"),
                crier(root),
                version(root, "redis-server"),
                version(root, "nats-server"),
                jvm,
                pinning(cores),
                sum(root.resolve("cli/target/crier.jar")));
    }

    /** What must be the same in results that are compared with each other. */
    String build() {
        return String.join("; ", jar, redis, nats, pinning, processor, kernel);
    }

    String toJson() {
        ObjectNode json =
                Result.JSON
                        .createObjectNode()
                        .put("date", date)
                        .put("kernel", kernel)
                        .put("distribution", distribution)
                        .put("processor", processor)
                        .put("memory", memory)
                        .put("java", java)
                        .put("crier", crier)
                        .put("redis", redis)
                        .put("nats", nats)
                        .put("pinning", pinning)
                        .put("jar", jar);
        jvm.forEach(json.putArray("jvm")::add);
        return json.toString();
    }

    static Machine ofJson(String line) {
        JsonNode json = Result.JSON.readTree(line);
        return new Machine(
                text(json, "date"),
                text(json, "kernel"),
                text(json, "distribution"),
                text(json, "processor"),
                text(json, "memory"),
                text(json, "java"),
                text(json, "crier"),
                text(json, "redis"),
                text(json, "nats"),
                json.at("/jvm").valueStream().map(JsonNode::asString).toList(),
                text(json, "pinning"),
                text(json, "jar"));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString(UNKNOWN);
    }

    private static String processorModel() {
        String model = ProcessFacts.field(Path.of("/proc/cpuinfo"), "model name");
        return model.isEmpty()
                ? String.valueOf(System.getProperty("os.arch"))
                : model.replaceFirst("^\\s*:\\s*", "");
    }

    private static String installedMemory() {
        String kilobytes = ProcessFacts.field(Path.of("/proc/meminfo"), "MemTotal:");
        long bytes = Long.parseLong(kilobytes.replace("kB", "").strip()) * 1024;
        return Numbers.shown(bytes / (double) (1 << 30), 0) + " GiB";
    }

    private static String crier(Path root) {
        String version = Programs.said(root, root.resolve("crier").toString(), "--version");
        String commit = Programs.said(root, "git", "describe", "--always", "--dirty");
        return commit.isEmpty() ? version : version + ", " + commit;
    }

    private static String version(Path root, String program) {
        try {
            return Programs.said(root, Programs.find(program).toString(), "--version");
        } catch (Failure missing) {
            return "not there";
        }
    }

    private static String pinning(Cores cores) {
        return cores.server() == null
                ? "one processor for everything"
                : "servers on processor %d, load on processor %d"
                        .formatted(cores.server(), cores.load());
    }

    private static String unquoted(String value) {
        return value.replace("\"", "");
    }

    private static String sum(Path file) {
        try {
            CRC32 sum = new CRC32();
            sum.update(Files.readAllBytes(file));
            return Long.toHexString(sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
