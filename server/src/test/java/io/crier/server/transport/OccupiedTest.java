package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.CrierServer;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import io.crier.server.settings.WebTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts where somebody listens already. */
final class OccupiedTest {
    @TempDir Path directory;

    private static String me() {
        return "Address already in use: process " + ProcessHandle.current().pid() + " (";
    }

    private static Settings settings(Transport transport) {
        return Settings.defaults()
                .with(SettingTable.PORT, 0L)
                .with(WebTable.HTTP_PORT, 0L)
                .with(SettingTable.TRANSPORT, transport);
    }

    private Settings onSocket(Path socket) {
        return settings(Transport.AUTO).with(SettingTable.UNIX_SOCKET, socket.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void whoHasThePortIsNamed(Transport transport) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings taken =
                    settings(transport).with(SettingTable.PORT, (long) other.getLocalPort());

            assertThatThrownBy(() -> CrierServer.start(taken))
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining(me());
        }
    }

    @Test
    void whoHasThePortForBrowsersIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings taken =
                    settings(Transport.AUTO).with(WebTable.HTTP_PORT, (long) other.getLocalPort());

            assertThatThrownBy(() -> CrierServer.start(taken))
                    .hasMessageStartingWith("http-port: cannot listen on 127.0.0.1:")
                    .hasMessageContaining(me());
        }
    }

    @Test
    void aSocketOnWhichSomebodyAnswersIsLeftToHim() throws IOException {
        Path socket = directory.resolve("crier.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));

            assertThatThrownBy(() -> CrierServer.start(onSocket(socket)))
                    .hasMessageStartingWith("cannot listen on the Unix socket " + socket)
                    .hasMessageContaining(me());

            try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                assertThat(caller.isConnected()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void aSocketThatNobodyAnswersOnIsReplaced(Transport transport) throws IOException {
        Path socket = directory.resolve("crier.sock");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (CrierServer server =
                        CrierServer.start(
                                settings(transport)
                                        .with(SettingTable.UNIX_SOCKET, socket.toString()));
                SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertThat(server.describe()).contains(socket.toString());
            assertThat(caller.isConnected()).isTrue();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aFileThatIsNoSocketIsNotDeleted() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "data");

        assertThatThrownBy(() -> CrierServer.start(onSocket(precious)))
                .hasMessageEndingWith("precious: there is a file that is no socket");

        assertThat(precious).hasContent("data");
    }
}
