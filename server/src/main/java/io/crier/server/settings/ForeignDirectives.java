package io.crier.server.settings;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code redis.conf} may say that is no setting here. Most of it has no meaning without a
 * database and is ignored with a warning; what asks for a protection stops the start, because a
 * server that ignored it would let in whom it should keep out.
 */
final class ForeignDirectives {
    /**
     * A directive that is not ignored.
     *
     * @param protects whether these words after the name ask for the protection
     * @param why what this server lacks, and what to do
     */
    record Protection(Predicate<List<String>> protects, String why) {}

    private static final Map<String, Protection> PROTECTIONS =
            Collections.unmodifiableMap(
                    new TreeMap<>(
                            Map.of(
                                    "rename-command",
                                    new Protection(
                                            words -> true,
                                            "commands keep their names; give each user only the"
                                                    + " commands that it needs (ACL SETUSER)"))));

    private static final Set<String> IGNORED =
            names(
                    // the process
                    "always-show-logo crash-log-enabled crash-memcheck-enabled daemonize",
                    "disable-thp ignore-warnings jemalloc-bg-thread locale-collate oom-score-adj",
                    "oom-score-adj-values pidfile proc-title-template set-proc-title",
                    "shutdown-on-sigint shutdown-on-sigterm shutdown-timeout supervised",
                    "aof_rewrite_cpulist bgsave_cpulist bio_cpulist server_cpulist",
                    // log and network
                    "bind-source-addr busy-reply-threshold dynamic-hz",
                    "events-per-io-thread hide-user-data-from-log io-threads-do-reads",
                    "max-new-connections-per-cycle max-new-tls-connections-per-cycle",
                    "socket-mark-id syslog-enabled syslog-facility syslog-ident",
                    "tls-client-cert-file tls-client-key-file tls-client-key-file-pass tls-cluster",
                    "tls-dh-params-file tls-replication unixsocketgroup",
                    // commands, modules, scripts
                    "enable-debug-command enable-module-command enable-protected-configs",
                    "loadmodule lua-enable-deprecated-api lua-enable-insecure-api",
                    "lua-replicate-commands lua-time-limit propagation-error-behavior",
                    "tracking-table-max-keys",
                    // keys and their encodings
                    "active-defrag-cycle-max active-defrag-cycle-min active-defrag-cycle-us",
                    "active-defrag-ignore-bytes active-defrag-max-scan-fields",
                    "active-defrag-threshold-lower active-defrag-threshold-upper",
                    "active-expire-effort activedefrag activerehashing",
                    "hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries",
                    "hash-max-ziplist-value hll-sparse-max-bytes lazyfree-lazy-eviction",
                    "lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del",
                    "lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor list-compress-depth",
                    "list-max-listpack-size list-max-ziplist-entries list-max-ziplist-size",
                    "list-max-ziplist-value maxmemory-eviction-tenacity maxmemory-samples",
                    "set-max-intset-entries set-max-listpack-entries set-max-listpack-value",
                    "stream-node-max-bytes stream-node-max-entries zset-max-listpack-entries",
                    "zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value",
                    // persistence
                    "aof-disable-auto-gc aof-load-corrupt-tail-max-size aof-load-truncated",
                    "aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble",
                    "appenddirname appendfilename appendfsync auto-aof-rewrite-min-size",
                    "auto-aof-rewrite-percentage dbfilename no-appendfsync-on-rewrite",
                    "rdb-del-sync-files rdb-save-incremental-fsync rdb-version-check rdbchecksum",
                    "rdbcompression sanitize-dump-payload stop-writes-on-bgsave-error",
                    // replication
                    "masterauth masteruser min-replicas-max-lag min-replicas-to-write",
                    "min-slaves-max-lag min-slaves-to-write primaryauth primaryuser",
                    "repl-backlog-size repl-backlog-ttl repl-disable-tcp-nodelay",
                    "repl-diskless-load repl-diskless-sync repl-diskless-sync-delay",
                    "repl-diskless-sync-max-replicas repl-ping-replica-period",
                    "repl-ping-slave-period repl-timeout replica-announce-ip",
                    "replica-announce-port replica-announced replica-full-sync-buffer-limit",
                    "replica-ignore-disk-write-errors replica-ignore-maxmemory",
                    "replica-lazy-flush replica-priority replica-serve-stale-data replicaof",
                    "slave-announce-ip slave-announce-port slave-ignore-maxmemory",
                    "slave-lazy-flush slave-priority slave-serve-stale-data slaveof",
                    // cluster
                    "cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down",
                    "cluster-allow-replica-migration cluster-announce-bus-port",
                    "cluster-announce-hostname cluster-announce-human-nodename",
                    "cluster-announce-ip cluster-announce-port cluster-announce-tls-port",
                    "cluster-compatibility-sample-ratio cluster-config-file",
                    "cluster-link-sendbuf-limit cluster-migration-barrier cluster-node-timeout",
                    "cluster-ping-interval cluster-port cluster-preferred-endpoint-type",
                    "cluster-replica-no-failover cluster-replica-validity-factor",
                    "cluster-require-full-coverage cluster-slave-no-failover",
                    "cluster-slave-validity-factor cluster-slot-stats-enabled");

    private ForeignDirectives() {}

    private static Set<String> names(String... lines) {
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            names.addAll(List.of(line.split(" ", -1)));
        }
        return Collections.unmodifiableSet(names);
    }

    /** Names that are accepted and have no effect, sorted. */
    static Set<String> ignored() {
        return IGNORED;
    }

    /** Names that may stop the start, sorted. */
    static Set<String> protections() {
        return PROTECTIONS.keySet();
    }

    /** Whether this server accepts the directive without doing anything. */
    static boolean ignores(String name, List<String> words) {
        Protection protection = protection(name);
        return protection == null
                ? IGNORED.contains(name.toLowerCase(Locale.ROOT))
                : !protection.protects.test(words);
    }

    static @Nullable Protection protection(String name) {
        return PROTECTIONS.get(name.toLowerCase(Locale.ROOT));
    }
}
