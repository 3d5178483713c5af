package io.crier.server.conformance;

import java.util.Set;
import java.util.stream.Collectors;

/** What can be compared in the text of INFO: its form, and the fields that clients look for. */
final class InfoText {

    /** Fields that a publish/subscribe server gives, and whose values are its own. */
    private static final Set<String> NAMES =
            Set.of(
                    "redis_version",
                    "run_id",
                    "tcp_port",
                    "process_id",
                    "uptime_in_seconds",
                    "uptime_in_days",
                    "connected_clients",
                    "used_memory",
                    "used_memory_human",
                    "total_connections_received",
                    "total_commands_processed",
                    "instantaneous_ops_per_sec",
                    "total_net_input_bytes",
                    "total_net_output_bytes",
                    "instantaneous_input_kbps",
                    "instantaneous_output_kbps",
                    "used_cpu_sys",
                    "used_cpu_user");

    /** Fields whose values must be the same as well. */
    private static final Set<String> VALUES =
            Set.of(
                    "redis_mode",
                    "maxclients",
                    "loading",
                    "role",
                    "connected_slaves",
                    "cluster_enabled",
                    "pubsub_channels",
                    "pubsub_patterns");

    /** Sections of a database that Crier does not have, and the one of its own. */
    private static final Set<String> LEFT_OUT =
            Set.of("# Persistence", "# Modules", "# Keyspace", "# Crier");

    private InfoText() {}

    static String masked(String text) {
        if (!text.isEmpty() && !text.endsWith("\r\n")) {
            return "INFO does not end its lines with CRLF";
        }
        return text.lines()
                .map(InfoText::line)
                .filter(line -> !line.isEmpty())
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        if (line.startsWith("#")) {
            return LEFT_OUT.contains(line) ? "" : line;
        }
        var name = line.replaceFirst(":.*", "");
        if (name.matches("(cmdstat|errorstat|latency_percentiles_usec)_.*")) {
            return line.replaceAll("\\d+(\\.\\d+)?", "{number}");
        }
        if (VALUES.contains(name)) {
            return line;
        }
        return NAMES.contains(name) ? name : "";
    }
}
