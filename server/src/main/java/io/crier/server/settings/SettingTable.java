package io.crier.server.settings;

import static io.crier.server.settings.Setting.atStart;
import static io.crier.server.settings.Setting.running;

import io.crier.server.message.Bytes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, once: the order here is that of the documentation and of what REWRITE adds. Those
 * of HTTP, of the log and of TLS stand in tables of their own.
 */
public final class SettingTable {
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final long MEGABYTE = 1L << 20;
    private static final String NOTHING_KEPT = "nothing is kept on disk";

    // Listening

    public static final Setting<Long> PORT =
            running(
                    "port",
                    new WholeNumber(0, 65_535),
                    6_379L,
                    "TCP port; 0 takes a free one, or with a unixsocket or tls-port listens on none"
                            + " without TLS.");
    public static final Setting<List<BindAddress>> BIND =
            running(
                    "bind",
                    new BindAddress.Type(),
                    List.of(new BindAddress("127.0.0.1", false), new BindAddress("::1", true)),
                    "Addresses to listen on; `*` is all of IPv4 and `::*` all of IPv6.");
    public static final Setting<String> UNIX_SOCKET =
            atStart(
                    "unixsocket",
                    new FilePath("the path of a socket"),
                    "",
                    "Path of a Unix socket to listen on; empty for none.");
    public static final Setting<Long> UNIX_SOCKET_PERMISSIONS =
            atStart(
                    "unixsocketperm",
                    new OctalMode(),
                    0L,
                    "Permissions of the Unix socket; 0 leaves them to the process.");
    public static final Setting<Long> TCP_BACKLOG =
            atStart(
                    "tcp-backlog",
                    new WholeNumber(0, INT_MAX),
                    511L,
                    "How many connections may wait to be accepted.");
    public static final Setting<Long> TCP_KEEPALIVE =
            running(
                    "tcp-keepalive",
                    new WholeNumber(0, INT_MAX),
                    300L,
                    "Seconds after which the peer of a new connection is gone that is silent and answers no"
                            + " probe of the kernel's, or that acknowledges nothing of what was sent, or takes"
                            + " nothing of what waits (the latter two not with `nio`); 0 for never. More"
                            + " than 32767 is 32767.");

    // Who may connect, and for how long

    public static final Setting<Boolean> PROTECTED_MODE =
            running(
                    "protected-mode",
                    new YesNo(),
                    true,
                    "Refuse clients from other machines while no password is set.");
    public static final Setting<Bytes> PASSWORD =
            running(
                            "requirepass",
                            new Password(),
                            Bytes.EMPTY,
                            "Password of the default user; empty for none.")
                    .asSecret();
    public static final Setting<String> ACL_PUBSUB_DEFAULT =
            running(
                    "acl-pubsub-default",
                    OneOf.words("allchannels", "resetchannels"),
                    "resetchannels",
                    "Which channels a new user may use.");
    public static final Setting<String> ACL_FILE =
            atStart(
                    "aclfile",
                    new FilePath("the path of a file"),
                    "",
                    "File of users, which ACL LOAD reads and ACL SAVE writes; empty for none. Not beside"
                            + " lines with `user`.");
    public static final Setting<Long> ACL_LOG_LENGTH_MAX =
            running(
                    "acllog-max-len",
                    new WholeNumber(0, Long.MAX_VALUE),
                    128L,
                    "How many entries ACL LOG keeps.");
    public static final Setting<Long> MAX_CLIENTS =
            running(
                    "maxclients",
                    new WholeNumber(1, 4_294_967_295L),
                    10_000L,
                    "How many clients may be connected at once.");
    public static final Setting<Long> TIMEOUT =
            running(
                    "timeout",
                    new WholeNumber(0, INT_MAX),
                    0L,
                    "Seconds of silence after which a client that is not subscribed is closed;"
                            + " 0 for never.");

    // Tokens

    public static final Setting<String> TOKEN_KEYS =
            running(
                    "token-keys",
                    new FilePath("the path of a file"),
                    "",
                    "File with the keys of those who sign tokens (JWT): public keys in PEM, or a"
                            + " JWKS. Read again when it changes; empty to accept no tokens.");
    public static final Setting<String> TOKEN_ISSUER =
            running(
                    "token-issuer",
                    new PlainText(),
                    "",
                    "What the claim `iss` of a token must be; empty for anything.");
    public static final Setting<String> TOKEN_AUDIENCE =
            running(
                    "token-audience",
                    new PlainText(),
                    "",
                    "What the claim `aud` of a token must name; empty for anything.");
    public static final Setting<Long> TOKEN_LEEWAY =
            running(
                    "token-leeway",
                    new WholeNumber(0, 300),
                    5L,
                    "Seconds by which the clocks of those who sign tokens may differ from this"
                            + " one.");

    // How much may be published

    public static final Setting<List<PublishRate>> PUBLISH_RATE =
            running(
                    "publish-rate",
                    new PublishRates(false),
                    List.of(),
                    "How many messages a user may publish in a second, and at once, on all"
                            + " connections together; one line for each glob of users, the first that"
                            + " matches. Clients without a user of their own are together the user"
                            + " `default`.");
    public static final Setting<List<PublishRate>> PUBLISH_BYTES_RATE =
            running(
                    "publish-bytes-rate",
                    new PublishRates(true),
                    List.of(),
                    "How many bytes of channels and messages a user may publish in a second, and at"
                            + " once; otherwise as publish-rate.");

    // Presence

    public static final Setting<List<Bytes>> PRESENCE =
            running(
                    "presence",
                    new ChannelPatterns(),
                    List.of(Bytes.of("global"), Bytes.of("alliance:*")),
                    "Channels on which it is told who is there: by `PRESENCE channel`, and by messages"
                            + " on `__presence__:channel`; empty for none.");
    public static final Setting<Long> PRESENCE_GRACE =
            running(
                    "presence-grace",
                    new WholeNumber(0, 3_600),
                    5L,
                    "Seconds in which a name may come back to a channel without having left it.");

    // Memory

    public static final Setting<OutputBufferLimits> OUTPUT_BUFFER_LIMITS =
            running(
                    "client-output-buffer-limit",
                    new OutputBufferLimits.Type(),
                    OutputBufferLimits.DEFAULT,
                    "How many bytes may wait for a client that does not read, per class of"
                            + " clients.");
    public static final Setting<SlowSubscribers> SLOW_SUBSCRIBER =
            running(
                    "slow-subscriber",
                    new SlowSubscribers.Type(),
                    SlowSubscribers.NONE,
                    "Policies for subscribers who read too slowly, by channel; the first pattern that matches the"
                            + " message's channel. `disconnect` closes at the output buffer limit, and is"
                            + " what a channel without a rule has; `drop-oldest` skips the oldest messages"
                            + " that wait instead; `latest` keeps only the newest of each channel while the"
                            + " socket is full. Lines add up; an empty one forgets those before it.");
    public static final Setting<Long> QUERY_BUFFER_LIMIT =
            running(
                    "client-query-buffer-limit",
                    new MemorySize(MEGABYTE),
                    1_024 * MEGABYTE,
                    "How many bytes of unfinished requests one client may send.");
    public static final Setting<Long> BULK_LENGTH_MAX =
            running(
                    "proto-max-bulk-len",
                    new MemorySize(MEGABYTE, 1_024 * MEGABYTE),
                    512 * MEGABYTE,
                    "How many bytes one argument of a request may have.");
    public static final Setting<MemoryShare> MAX_MEMORY_CLIENTS =
            running(
                    "maxmemory-clients",
                    new MemoryShare.Type(),
                    MemoryShare.UNLIMITED,
                    "How many bytes all clients together may use before the largest are closed;"
                            + " 0 for no limit.");
    public static final Setting<Long> MAX_MEMORY =
            running(
                    "maxmemory",
                    new MemorySize(0),
                    0L,
                    "What a percentage in maxmemory-clients is of; without other effect.");
    public static final Setting<String> MAX_MEMORY_POLICY =
            running(
                    "maxmemory-policy",
                    OneOf.words(
                            "volatile-lru",
                            "volatile-lfu",
                            "volatile-random",
                            "volatile-ttl",
                            "allkeys-lru",
                            "allkeys-lfu",
                            "allkeys-random",
                            "noeviction"),
                    "noeviction",
                    "Remembered for clients that ask; there are no keys to evict.");

    // Threads and sockets

    public static final Setting<Long> IO_THREADS =
            atStart(
                    "io-threads",
                    new WholeNumber(0, Settings.EVENT_LOOPS_MAX),
                    0L,
                    "Number of event loops; 0 for one per available core.");
    public static final Setting<Transport> TRANSPORT =
            atStart(
                    "transport",
                    new OneOf<>(List.of(Transport.values()), Transport::word),
                    Transport.AUTO,
                    "How sockets are read and written; `auto` takes epoll with sends to many through io_uring where"
                            + " the kernel allows it, epoll alone, or nio without it.");

    // Going down

    public static final Setting<Long> DRAIN_SPREAD =
            running(
                    "drain-spread",
                    new WholeNumber(0, 3_600),
                    4L,
                    "Seconds over which a server that goes down tells browsers to come back.");
    public static final Setting<Long> DRAIN_TIMEOUT =
            running(
                    "drain-timeout",
                    new WholeNumber(0, 3_600),
                    5L,
                    "Seconds that clients have, when they were told, to take what waits for them.");

    // What clients ask for or set without needing it

    public static final Setting<Long> DATABASES =
            atStart(
                    "databases",
                    new WholeNumber(1, INT_MAX),
                    16L,
                    "How many numbers SELECT takes; channels are the same in all of them.");
    public static final Setting<String> DIRECTORY =
            atStart(
                            "dir",
                            new FilePath("the path of a directory"),
                            Path.of("").toAbsolutePath().toString(),
                            "What relative paths in other settings start from.")
                    .asProtected();
    public static final Setting<String> NOTIFY_KEYSPACE_EVENTS =
            running(
                    "notify-keyspace-events",
                    new KeyspaceEvents(),
                    "",
                    "Remembered for clients that set it; there are no keys to report.");
    public static final Setting<Long> HZ =
            running(
                    "hz",
                    new WholeNumber(0, INT_MAX).clampedTo(1, 500),
                    10L,
                    "Remembered for clients that ask; timers do not depend on it.");
    public static final Setting<Boolean> REPLICA_READ_ONLY =
            running(
                            "replica-read-only",
                            new YesNo(),
                            true,
                            "Remembered for clients that ask; there are no replicas.")
                    .withAlias("slave-read-only");
    public static final Setting<String> SAVE =
            running("save", new SavePoints(), "", "Always empty: " + NOTHING_KEPT + ".")
                    .onlyDefault(NOTHING_KEPT);
    public static final Setting<Boolean> APPEND_ONLY =
            running("appendonly", new YesNo(), false, "Always no: " + NOTHING_KEPT + ".")
                    .onlyDefault(NOTHING_KEPT);
    public static final Setting<Boolean> CLUSTER_ENABLED =
            atStart("cluster-enabled", new YesNo(), false, "Always no: this version runs alone.")
                    .onlyDefault("this version runs alone");

    private static final List<Setting<?>> ROWS =
            Stream.<List<Setting<?>>>of(
                            List.of(
                                    PORT,
                                    BIND,
                                    UNIX_SOCKET,
                                    UNIX_SOCKET_PERMISSIONS,
                                    TCP_BACKLOG,
                                    TCP_KEEPALIVE),
                            WebTable.ROWS,
                            List.of(
                                    PROTECTED_MODE,
                                    PASSWORD,
                                    ACL_PUBSUB_DEFAULT,
                                    ACL_FILE,
                                    ACL_LOG_LENGTH_MAX,
                                    MAX_CLIENTS,
                                    TIMEOUT,
                                    TOKEN_KEYS,
                                    TOKEN_ISSUER,
                                    TOKEN_AUDIENCE,
                                    TOKEN_LEEWAY,
                                    PUBLISH_RATE,
                                    PUBLISH_BYTES_RATE,
                                    PRESENCE,
                                    PRESENCE_GRACE,
                                    OUTPUT_BUFFER_LIMITS,
                                    SLOW_SUBSCRIBER,
                                    QUERY_BUFFER_LIMIT,
                                    BULK_LENGTH_MAX,
                                    MAX_MEMORY_CLIENTS,
                                    MAX_MEMORY,
                                    MAX_MEMORY_POLICY,
                                    IO_THREADS,
                                    TRANSPORT,
                                    DRAIN_SPREAD,
                                    DRAIN_TIMEOUT),
                            LogTable.ROWS,
                            List.of(
                                    DATABASES,
                                    DIRECTORY,
                                    NOTIFY_KEYSPACE_EVENTS,
                                    HZ,
                                    REPLICA_READ_ONLY,
                                    SAVE,
                                    APPEND_ONLY,
                                    CLUSTER_ENABLED),
                            TlsTable.ROWS,
                            HistoryTable.ROWS)
                    .flatMap(List::stream)
                    .toList();
    private static final Map<String, Setting<?>> BY_NAME = byName();

    private SettingTable() {}

    private static Map<String, Setting<?>> byName() {
        Map<String, Setting<?>> names = new LinkedHashMap<>();
        for (Setting<?> row : ROWS) {
            row.names().forEach(name -> names.put(name, row));
        }
        return names;
    }

    public static List<Setting<?>> rows() {
        return ROWS;
    }

    /** The row of this name or alias in any case, or null when there is none. */
    public static @Nullable Setting<?> find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** Every name and alias, with its row, in the order of the table. */
    static Map<String, Setting<?>> names() {
        return BY_NAME;
    }
}
