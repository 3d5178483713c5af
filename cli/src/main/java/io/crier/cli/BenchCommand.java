package io.crier.cli;

import io.crier.cli.bench.Bench;
import io.crier.cli.bench.BenchException;
import io.crier.cli.bench.Plan;
import io.crier.cli.bench.Protocol;
import io.crier.cli.bench.Report;
import io.crier.cli.bench.Result;
import io.crier.cli.bench.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code crier bench}: puts load on a server, checks what it does, and measures it. */
final class BenchCommand implements Command {
    private static final int NATS_PORT = 4222;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("bench");
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(
                        "Puts load on a publish/subscribe server: how much it carries, how fast,"
                                + " at which cost, and whether anything is lost or reordered.");
        BenchOptions.addTo(spec);
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Stdio stdio) {
        BenchOptions options = new BenchOptions(arguments);
        Plan plan = options.plan();
        String format = options.format();
        ServerAddress address = address(arguments, plan, stdio);
        Long pid = arguments.matchedOptionValue("--server-pid", (Long) null);
        try {
            Target target = target(address, options, pid);
            boolean tells =
                    !options.has("--quiet") && (format.equals("text") || stdio.outIsTerminal());
            Consumer<String> progress = tells ? stdio::tell : line -> {};
            Result result = Bench.run(plan, target, progress);
            stdio.print(
                    switch (format) {
                        case "json" -> Report.json(result);
                        case "csv" -> Report.csv(result);
                        default -> Report.text(result);
                    });
            return result.checks().areClean() ? 0 : Failure.FAILED;
        } catch (BenchException e) {
            throw Failure.failed(Printable.text(String.valueOf(e.getMessage())));
        }
    }

    private static ServerAddress address(ParseResult arguments, Plan plan, Stdio stdio) {
        ServerAddress address = ServerOptions.address(arguments, stdio.environment());
        boolean isResp = plan.protocol() == Protocol.RESP2 || plan.protocol() == Protocol.RESP3;
        if (!isResp && (address.tls() != null || address.socket() != null)) {
            String word = plan.protocol().word();
            throw Failure.usage("--protocol " + word + ": neither with --tls nor with -s");
        }
        if (plan.protocol() != Protocol.NATS) {
            return address;
        }
        boolean isGiven = arguments.hasMatchedOption("-p") || arguments.hasMatchedOption("-u");
        return new ServerAddress(
                address.host(),
                isGiven ? address.port() : NATS_PORT,
                null,
                null,
                address.user(),
                address.password());
    }

    private static Target target(ServerAddress address, BenchOptions options, @Nullable Long pid) {
        Protocol protocol = options.plan().protocol();
        InetSocketAddress http =
                protocol == Protocol.WEBSOCKET
                        ? resolved(address.host(), options.httpPort(), address)
                        : null;
        Long process = pid;
        if (protocol != Protocol.NATS) {
            // Finds what is wrong with the address or the password before a crowd does.
            Long told = ServerFacts.pid(new Connector(address));
            if (process == null && isHere(address)) {
                process = told;
            }
        }
        TlsSockets tls = address.tls() == null ? null : new TlsSockets(address.tls());
        return new Target(
                resolved(address),
                http,
                address.toString(),
                tls == null ? null : () -> tls.engine(address.host(), address.port()),
                address.user(),
                address.password(),
                process);
    }

    private static SocketAddress resolved(ServerAddress address) {
        if (address.socket() != null) {
            return UnixDomainSocketAddress.of(address.socket());
        }
        return resolved(address.host(), address.port(), address);
    }

    private static InetSocketAddress resolved(String host, int port, ServerAddress address) {
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        if (resolved.isUnresolved()) {
            throw Failure.failed("cannot connect to " + address + ": unknown host");
        }
        return resolved;
    }

    private static boolean isHere(ServerAddress address) {
        if (address.socket() != null) {
            return true;
        }
        try {
            InetAddress host = InetAddress.getByName(address.host());
            return host.isLoopbackAddress() || NetworkInterface.getByInetAddress(host) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }
}
