package io.crier.server.proof;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.crier.server.CrierServer;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import io.crier.server.settings.WebTable;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import org.jspecify.annotations.Nullable;

/** Servers on each transport that this machine has. */
final class Carriers {
    private Carriers() {}

    /**
     * The settings of a server on any free port with that many loops; the test is skipped, saying
     * so, without.
     */
    static Settings settings(Transport transport, int loops) {
        Throwable missing = missing(transport);
        assumeThat(missing)
                .as("%s is not available on this machine: %s", transport, missing)
                .isNull();
        return Settings.defaults()
                .with(WebTable.HTTP_PORT, 0L)
                .with(SettingTable.PORT, 0L)
                .with(SettingTable.IO_THREADS, (long) loops)
                .with(SettingTable.TRANSPORT, transport);
    }

    static CrierServer start(Transport transport, int loops) {
        return CrierServer.start(settings(transport, loops));
    }

    private static @Nullable Throwable missing(Transport transport) {
        return switch (transport) {
            case IO_URING -> IoUring.unavailabilityCause();
            case EPOLL -> Epoll.unavailabilityCause();
            case AUTO, NIO -> null;
        };
    }
}
