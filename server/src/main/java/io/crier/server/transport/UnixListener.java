package io.crier.server.transport;

import io.crier.server.settings.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** How a Unix socket is listened on. */
final class UnixListener {
    private UnixListener() {}

    /**
     * Listens on a path; waits for the system. A socket that nobody answers any more is replaced.
     * Removes the path when it listens no longer.
     *
     * @throws IOException naming the path and what is wrong with it
     */
    static Channel bind(Loops loops, Settings settings, Path path, ChannelHandler accepted)
            throws IOException {
        makeWay(path);
        SocketAddress address =
                loops.carrier() == Carrier.NIO
                        ? UnixDomainSocketAddress.of(path)
                        : new DomainSocketAddress(path.toFile());
        ChannelFuture bound =
                TcpListener.bootstrap(loops, settings)
                        .childHandler(accepted)
                        .channelFactory(() -> loops.carrier().listener(true))
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    cannot(path) + String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        bound.channel().closeFuture().addListener(closed -> Files.deleteIfExists(path));
        if (settings.unixSocketPermissions() != 0) {
            Files.setPosixFilePermissions(path, Permissions.of(settings.unixSocketPermissions()));
        }
        return bound.channel();
    }

    private static void makeWay(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes there = Files.readAttributes(path, BasicFileAttributes.class);
        if (!there.isOther()) {
            throw new IOException(cannot(path) + "there is a file that is no socket");
        }
        if (answers(path)) {
            throw new IOException(
                    cannot(path) + "Address already in use" + Occupant.ofSocket(path));
        }
        Files.delete(path);
    }

    private static boolean answers(Path path) {
        try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return caller.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    private static String cannot(Path path) {
        return "cannot listen on the Unix socket " + path + ": ";
    }
}
