package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The value of every setting at one moment. Immutable; may be read by any thread. */
public final class Settings {
    private static final Settings DEFAULTS = new Settings(Map.of());
    static final int EVENT_LOOPS_MAX = 64;

    /** As in Redis, so that a small limit does not close everyone. */
    private static final long CLIENT_MEMORY_MIN = 128 << 10;

    private final Map<Setting<?>, Object> changed;

    private Settings(Map<Setting<?>, Object> changed) {
        this.changed = changed;
    }

    public static Settings defaults() {
        return DEFAULTS;
    }

    /** The value of one row. */
    @SuppressWarnings("unchecked") // put() stores under a row only what is of its type
    public <T> T get(Setting<T> setting) {
        Object value = changed.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }

    /**
     * These settings with one value replaced; for embedding and tests.
     *
     * @throws IllegalArgumentException if the table does not allow {@code value}
     */
    public <T> Settings with(Setting<T> setting, T value) {
        String printed = setting.type().print(value);
        return switch (parsed(setting, oneValue(setting, printed))) {
            case Parsed.Good<Settings>(Settings settings) when !setting.refuses(value) -> settings;
            case Parsed<Settings> _ ->
                    throw new IllegalArgumentException(
                            setting.name()
                                    + ": must be "
                                    + setting.type().allowed()
                                    + (setting.secret() ? "" : ", got " + printed));
        };
    }

    /** Reads {@code words} as a value of {@code setting} in place of the present one. */
    <T> Parsed<Settings> parsed(Setting<T> setting, List<String> words) {
        return switch (setting.type().parse(words, get(setting))) {
            case Parsed.Good<T>(T value) -> Parsed.good(put(setting, value));
            case Parsed.Wrong<T>(String reason) -> Parsed.wrong(reason);
        };
    }

    /** Reads the words of one more line, see {@link ValueType#linesAddUp}. */
    <T> Parsed<Settings> withLine(Setting<T> setting, List<String> words) {
        if (!setting.type().linesAddUp() || isDefault(setting) || words.equals(List.of(""))) {
            return parsed(setting, words);
        }
        List<String> all = new ArrayList<>(oneValue(setting, printed(setting)));
        all.addAll(words);
        return parsed(setting, all);
    }

    private <T> Settings put(Setting<T> setting, T value) {
        Map<Setting<?>, Object> next = new HashMap<>(changed);
        next.put(setting, value);
        return new Settings(Map.copyOf(next));
    }

    /** These settings with one value as {@code other} has it. */
    <T> Settings taking(Setting<T> setting, Settings other) {
        return put(setting, other.get(setting));
    }

    /** One argument of CONFIG SET as the words of a line. */
    static List<String> oneValue(Setting<?> setting, String raw) {
        return setting.type().manyWords() ? List.of(raw.split(" ", -1)) : List.of(raw);
    }

    <T> String printed(Setting<T> setting) {
        return setting.type().print(get(setting));
    }

    <T> List<String> lines(Setting<T> setting) {
        return setting.type().lines(get(setting));
    }

    <T> boolean isDefault(Setting<T> setting) {
        return get(setting).equals(setting.defaultValue());
    }

    <T> boolean sameAs(Settings other, Setting<T> setting) {
        return get(setting).equals(other.get(setting));
    }

    /** From 0 to 65535; 0 takes any free port. */
    public int port() {
        return get(SettingTable.PORT).intValue();
    }

    /**
     * Whether a TCP port without TLS is wanted: not with port 0 beside a Unix socket or a port with
     * TLS, nor bound to nothing.
     */
    public boolean listensOnTcp() {
        return !bind().isEmpty() && (port() != 0 || (unixSocket() == null && tlsPort() == 0));
    }

    /** From 1 to 65535; 0 for no RESP over TLS. */
    public int tlsPort() {
        return get(TlsTable.TLS_PORT).intValue();
    }

    /** From 1 to 65535; 0 for no HTTPS. */
    public int httpsPort() {
        return get(TlsTable.HTTPS_PORT).intValue();
    }

    /** Whether something is spoken over TLS. */
    public boolean speaksTls() {
        return tlsPort() != 0 || httpsPort() != 0;
    }

    /** How TLS is spoken. */
    public TlsSettings tls() {
        return TlsSettings.of(this);
    }

    /** Whether the name in a client's certificate is its user. */
    public boolean certificateNamesUser() {
        return get(TlsTable.AUTH_CLIENTS_USER).equals("CN");
    }

    public List<BindAddress> bind() {
        return get(SettingTable.BIND);
    }

    /** The Unix socket to listen on, or null for none. */
    public @Nullable Path unixSocket() {
        return path(SettingTable.UNIX_SOCKET);
    }

    /** Permission bits; 0 leaves the socket as the process creates it. */
    public int unixSocketPermissions() {
        return get(SettingTable.UNIX_SOCKET_PERMISSIONS).intValue();
    }

    public int tcpBacklog() {
        return get(SettingTable.TCP_BACKLOG).intValue();
    }

    /** Zero for no probes. */
    public Duration tcpKeepAlive() {
        return Duration.ofSeconds(get(SettingTable.TCP_KEEPALIVE));
    }

    /** From 1 to 65535; 0 for no HTTP. */
    public int httpPort() {
        return get(WebTable.HTTP_PORT).intValue();
    }

    /** Whether somebody asked for the port, so that the server must not start without it. */
    public boolean httpPortWasSet() {
        return changed.containsKey(WebTable.HTTP_PORT);
    }

    public List<BindAddress> httpBind() {
        return get(WebTable.HTTP_BIND);
    }

    /** In lower case; may hold {@code *}. */
    public List<String> httpAllowedOrigins() {
        return get(WebTable.HTTP_ALLOWED_ORIGINS);
    }

    public int httpBodyBytesMax() {
        return get(WebTable.HTTP_BODY_MAX).intValue();
    }

    /** Patterns of channels that are counted by themselves. */
    public List<Bytes> metricsChannels() {
        return get(WebTable.METRICS_CHANNELS);
    }

    public boolean webSocketCompression() {
        return get(WebTable.WEBSOCKET_COMPRESSION);
    }

    public boolean protectedMode() {
        return get(SettingTable.PROTECTED_MODE);
    }

    /** The default user's password; empty for none. */
    public Bytes password() {
        return get(SettingTable.PASSWORD);
    }

    /** The file of users; null without one. */
    public @Nullable Path aclFile() {
        return path(SettingTable.ACL_FILE);
    }

    public long aclLogLengthMax() {
        return get(SettingTable.ACL_LOG_LENGTH_MAX);
    }

    public long maxClients() {
        return get(SettingTable.MAX_CLIENTS);
    }

    /** How long a client that is not subscribed may be silent; zero for ever. */
    public Duration timeout() {
        return Duration.ofSeconds(get(SettingTable.TIMEOUT));
    }

    /** The file with the keys of tokens, or null where tokens are not accepted. */
    public @Nullable Path tokenKeys() {
        return path(SettingTable.TOKEN_KEYS);
    }

    /** What a token's issuer must be; empty for anything. */
    public String tokenIssuer() {
        return get(SettingTable.TOKEN_ISSUER);
    }

    /** Which audience a token must name; empty for anything. */
    public String tokenAudience() {
        return get(SettingTable.TOKEN_AUDIENCE);
    }

    /** By how much the clocks of those who sign tokens may differ. */
    public Duration tokenLeeway() {
        return Duration.ofSeconds(get(SettingTable.TOKEN_LEEWAY));
    }

    /** How many messages users may publish; the first that matches a user holds. */
    public List<PublishRate> publishRates() {
        return get(SettingTable.PUBLISH_RATE);
    }

    /** How many bytes of channels and messages users may publish; the first that matches holds. */
    public List<PublishRate> publishByteRates() {
        return get(SettingTable.PUBLISH_BYTES_RATE);
    }

    /** Patterns of the channels that have presence. */
    public List<Bytes> presence() {
        return get(SettingTable.PRESENCE);
    }

    /** How long a name without connections stays present. */
    public Duration presenceGrace() {
        return Duration.ofSeconds(get(SettingTable.PRESENCE_GRACE));
    }

    public OutputBufferLimits outputBufferLimits() {
        return get(SettingTable.OUTPUT_BUFFER_LIMITS);
    }

    /** Which channels keep history. */
    public HistoryRules history() {
        return get(HistoryTable.HISTORY);
    }

    /** Bytes that all histories may take in memory; 0 for a quarter of the heap. */
    public long historyBytesMax() {
        return get(HistoryTable.MEMORY_MAX);
    }

    public SlowSubscribers slowSubscribers() {
        return get(SettingTable.SLOW_SUBSCRIBER);
    }

    public long queryBufferBytesMax() {
        return get(SettingTable.QUERY_BUFFER_LIMIT);
    }

    public long bulkBytesMax() {
        return get(SettingTable.BULK_LENGTH_MAX);
    }

    /**
     * Bytes that all clients together may use; 0 for no limit, as is a percentage while maxmemory
     * is 0.
     */
    public long clientMemoryBytesMax() {
        long bytes = get(SettingTable.MAX_MEMORY_CLIENTS).bytesOf(maxMemory());
        return bytes == 0 ? 0 : Math.max(bytes, CLIENT_MEMORY_MIN);
    }

    /** Bytes, 0 for no limit; only what {@link #clientMemoryBytesMax} may be a part of. */
    public long maxMemory() {
        return get(SettingTable.MAX_MEMORY);
    }

    /** How many event loops to run on a machine with {@code cores} available cores: 1 to 64. */
    public int eventLoops(int cores) {
        int wanted = get(SettingTable.IO_THREADS).intValue();
        return wanted == 0 ? Math.clamp(cores, 1, EVENT_LOOPS_MAX) : wanted;
    }

    public Transport transport() {
        return get(SettingTable.TRANSPORT);
    }

    /** Over how long browsers are told that the server goes down. */
    public Duration drainSpread() {
        return Duration.ofSeconds(get(SettingTable.DRAIN_SPREAD));
    }

    /** How long clients may take what waits for them when the server goes down. */
    public Duration drainTimeout() {
        return Duration.ofSeconds(get(SettingTable.DRAIN_TIMEOUT));
    }

    public LogLevel logLevel() {
        return get(LogTable.LOG_LEVEL);
    }

    /** The file to log to, or null for the standard output. */
    public @Nullable Path logFile() {
        return path(LogTable.LOG_FILE);
    }

    /** Microseconds from which a command is slow; 0 for every command, -1 for none. */
    public long slowlogMicros() {
        return get(LogTable.SLOWLOG_SLOWER_THAN);
    }

    public long slowlogLengthMax() {
        return get(LogTable.SLOWLOG_LENGTH_MAX);
    }

    /** Milliseconds from which an event is kept for LATENCY; 0 for none. */
    public long latencyMonitorMillis() {
        return get(LogTable.LATENCY_MONITOR_THRESHOLD);
    }

    public boolean latencyTracking() {
        return get(LogTable.LATENCY_TRACKING);
    }

    /** From 0 to 100 each. */
    public List<Double> latencyPercentiles() {
        return get(LogTable.LATENCY_PERCENTILES);
    }

    public int databases() {
        return get(SettingTable.DATABASES).intValue();
    }

    /** What relative paths start from. */
    public Path directory() {
        return Path.of(get(SettingTable.DIRECTORY));
    }

    @Nullable Path path(Setting<String> setting) {
        String path = get(setting);
        return path.isEmpty() ? null : directory().resolve(path);
    }
}
