package io.crier.server.command;

import io.crier.server.message.Kind;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.MemoryUse;
import io.crier.server.telemetry.ProcessFacts;
import io.crier.server.telemetry.Rates;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The sections of INFO about the node as a whole. Zeros stand for what clients look for and Crier
 * does not have.
 */
final class InfoSections {
    private static final int SECONDS_PER_DAY = 86_400;

    private final Node node;
    private final InfoText text;
    private final LoopView clients;

    InfoSections(Node node, InfoText text, LoopView clients) {
        this.node = node;
        this.text = text;
        this.clients = clients;
    }

    void server() {
        About about = node.about();
        long uptimeSeconds =
                Math.max(0, node.clock().epochMillis() - about.startedMillis()) / 1_000;
        Path file = node.settings().file();
        long hz = node.settings().current().get(SettingTable.HZ);
        text.field("redis_version", About.REDIS_VERSION)
                .field("redis_git_sha1", "00000000")
                .field("redis_git_dirty", 0)
                .field("redis_build_id", "0")
                .field("redis_mode", "standalone")
                .field("os", operatingSystem())
                .field("arch_bits", 64)
                .field("monotonic_clock", "System.nanoTime")
                .field("multiplexing_api", about.transport())
                .field("process_id", ProcessHandle.current().pid())
                .field("process_supervised", "no")
                .field("run_id", about.runId())
                .field("tcp_port", about.tcpPort().getAsInt())
                .field("server_time_usec", node.clock().epochMicros())
                .field("uptime_in_seconds", uptimeSeconds)
                .field("uptime_in_days", uptimeSeconds / SECONDS_PER_DAY)
                .field("hz", hz)
                .field("configured_hz", hz)
                .field("executable", ProcessHandle.current().info().command().orElse(""))
                .field("config_file", file == null ? "" : file.toAbsolutePath().toString())
                .field("io_threads_active", about.loops() > 1 ? 1 : 0);
        if (node.shutdown().underWay()) {
            text.field("shutdown_in_milliseconds", node.shutdown().millisLeft());
        }
    }

    private static String operatingSystem() {
        String machine = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "")
                + " "
                + System.getProperty("os.version", "")
                + " "
                + ("amd64".equals(machine) ? "x86_64" : machine);
    }

    void crier() {
        Counters counters = node.counters();
        MemoryUse memory = node.measurements().memory();
        text.field("crier_version", node.about().version())
                .field("transport", node.about().transport())
                .field("loops", node.about().loops())
                .field("java_version", Runtime.version().toString())
                .field("heap_bytes", memory.heapBytes())
                .field("heap_bytes_max", Runtime.getRuntime().maxMemory())
                .field("direct_bytes", memory.directBytes())
                .field("pending_bytes", clients.pendingBytes())
                .field("publishes", counters.publishes.sum())
                .field("deliveries", counters.deliveries.sum())
                .field("writes_together", counters.writesTogether.sum())
                .field("publishes_over_rate", counters.publishesOverRate.total());
        counters.publishesOverRate
                .byUser()
                .forEach((user, count) ->
                        text.field("publishes_over_rate_" + fieldName(user), count));
    }

    /** A user's name without what ends a field of INFO. */
    private static String fieldName(String user) {
        return user.replaceAll("[\\p{Cntrl} :]", "_");
    }

    void clients() {
        text.field("connected_clients", clients.clients())
                .field("cluster_connections", 0)
                .field("maxclients", node.settings().current().maxClients())
                .field("client_recent_max_input_buffer", clients.queryBytesMax())
                .field("client_recent_max_output_buffer", clients.pendingBytesMax())
                .field("blocked_clients", clients.blocked())
                .field("tracking_clients", 0)
                .field("pubsub_clients", clients.subscribers())
                .field("clients_in_timeout_table", clients.timed());
    }

    void memory() {
        MemoryUse memory = node.measurements().memory();
        Settings settings = node.settings().current();
        long used = memory.bytes();
        long peak = Math.max(used, memory.peakBytes());
        long resident = ProcessFacts.residentBytes();
        text.size("used_memory", used)
                .size("used_memory_rss", resident)
                .size("used_memory_peak", peak)
                .field("used_memory_peak_perc", percent(used, peak))
                .field("used_memory_overhead", used)
                .field("used_memory_startup", memory.bytesAtStart())
                .field("used_memory_dataset", 0)
                .field("used_memory_dataset_perc", "0.00%")
                .size("total_system_memory", ProcessFacts.machineBytes())
                .size("maxmemory", settings.maxMemory())
                .field("maxmemory_policy", settings.get(SettingTable.MAX_MEMORY_POLICY))
                .field("mem_fragmentation_ratio", 2, (double) resident / Math.max(1, used))
                .field("mem_fragmentation_bytes", resident - used)
                .field("mem_not_counted_for_evict", 0)
                .field("mem_replication_backlog", 0)
                .field("mem_clients_slaves", 0)
                .field("mem_clients_normal", clients.clientBytes())
                .field("mem_cluster_links", 0)
                .field("mem_aof_buffer", 0)
                .field("mem_allocator", "jvm")
                .field("active_defrag_running", 0)
                .field("lazyfree_pending_objects", 0);
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f%%", 100.0 * part / Math.max(1, whole));
    }

    void persistence() {
        text.field("loading", 0)
                .field("async_loading", 0)
                .field("rdb_changes_since_last_save", 0)
                .field("rdb_bgsave_in_progress", 0)
                .field("rdb_last_save_time", node.about().startedMillis() / 1_000)
                .field("rdb_last_bgsave_status", "ok")
                .field("rdb_last_bgsave_time_sec", -1)
                .field("rdb_current_bgsave_time_sec", -1)
                .field("aof_enabled", 0)
                .field("aof_rewrite_in_progress", 0)
                .field("aof_rewrite_scheduled", 0)
                .field("aof_last_bgrewrite_status", "ok")
                .field("aof_last_write_status", "ok");
    }

    void stats() {
        Counters counters = node.counters();
        Rates rates = node.measurements().rates();
        text.field("total_connections_received", counters.connections.sum())
                .field("total_commands_processed", counters.commands.sum())
                .field("instantaneous_ops_per_sec", Math.round(rates.commandsPerSecond()))
                .field("total_net_input_bytes", counters.bytesIn.sum())
                .field("total_net_output_bytes", counters.bytesOut.sum())
                .field("instantaneous_input_kbps", 2, rates.bytesInPerSecond() / 1024)
                .field("instantaneous_output_kbps", 2, rates.bytesOutPerSecond() / 1024)
                .field("rejected_connections", counters.connectionsRefused.sum())
                .field("sync_full", 0)
                .field("sync_partial_ok", 0)
                .field("sync_partial_err", 0)
                .field("expired_keys", 0)
                .field("evicted_keys", 0)
                .field("evicted_clients", closed(CloseReason.Kind.MEMORY_EVICTION))
                .field("keyspace_hits", 0)
                .field("keyspace_misses", 0)
                .field("pubsub_channels", node.broker().count(Kind.CHANNEL))
                .field("pubsub_patterns", node.broker().count(Kind.PATTERN))
                .field("pubsubshard_channels", node.broker().count(Kind.SHARD))
                .field("latest_fork_usec", 0)
                .field("total_forks", 0)
                .field("tracking_total_keys", 0)
                .field("unexpected_error_replies", 0)
                .field("total_error_replies", node.errors().total())
                .field("total_reads_processed", counters.reads.sum())
                .field("total_writes_processed", counters.writes.sum())
                .field(
                        "client_query_buffer_limit_disconnections",
                        closed(CloseReason.Kind.QUERY_BUFFER_LIMIT))
                .field(
                        "client_output_buffer_limit_disconnections",
                        closed(CloseReason.Kind.OUTPUT_BUFFER_LIMIT))
                .field("missed_messages", counters.missed())
                .field("acl_access_denied_auth", counters.authFailures.sum())
                .field("acl_access_denied_cmd", counters.commandsDenied.sum())
                .field("acl_access_denied_key", counters.keysDenied.sum())
                .field("acl_access_denied_channel", counters.channelsDenied.sum());
    }

    private long closed(CloseReason.Kind kind) {
        return node.counters().closed(kind).sum();
    }

    void replication() {
        text.field("role", "master")
                .field("connected_slaves", 0)
                .field("master_failover_state", "no-failover")
                .field("master_replid", node.about().runId())
                .field("master_replid2", "0".repeat(40))
                .field("master_repl_offset", 0)
                .field("second_repl_offset", -1)
                .field("repl_backlog_active", 0)
                .field("repl_backlog_size", 0)
                .field("repl_backlog_first_byte_offset", 0)
                .field("repl_backlog_histlen", 0);
    }

    void cpu() {
        ProcessFacts.Cpu cpu = ProcessFacts.cpu();
        text.field("used_cpu_sys", 6, cpu.system())
                .field("used_cpu_user", 6, cpu.user())
                .field("used_cpu_sys_children", 6, 0)
                .field("used_cpu_user_children", 6, 0);
    }
}
