package io.crier.server.transport;

import io.crier.server.settings.BindAddress;
import io.crier.server.settings.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One TCP port, listened on at every address of a list, or at none. */
public final class Port implements AutoCloseable {
    private final Loops loops;
    private final ChannelHandler accepted;
    private final List<Channel> channels = new ArrayList<>();

    /**
     * @param accepted takes the connections that come
     */
    public Port(Loops loops, ChannelHandler accepted) {
        this.loops = loops;
        this.accepted = accepted;
    }

    /**
     * Listens; waits for the system.
     *
     * @param wanted 0 takes a free one, the same at every address
     * @throws IOException naming the address and what is wrong with it; nothing is listened on then
     */
    public void open(Settings settings, List<BindAddress> addresses, int wanted)
            throws IOException {
        int port = wanted;
        try {
            for (BindAddress address : addresses) {
                Channel bound = TcpListener.bind(loops, settings, address, port, accepted);
                if (bound != null) {
                    channels.add(bound);
                    port = number();
                }
            }
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    /** The port listened on; 0 if none is. */
    public int number() {
        return channels.isEmpty() ? 0 : TcpListener.port(channels.getFirst());
    }

    /** Stops listening; connections stay. */
    @Override
    public void close() {
        for (Channel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
        channels.clear();
    }
}
