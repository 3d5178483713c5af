package io.crier.server.web;

import io.crier.server.settings.Settings;
import io.crier.server.transport.EmbeddedClient;
import io.crier.server.transport.EmbeddedNode;

/** A server's door for browsers, without sockets. */
record EmbeddedWeb(EmbeddedNode node, Web web) implements AutoCloseable {
    static EmbeddedWeb start(Settings settings) {
        EmbeddedNode node = new EmbeddedNode(settings);
        return new EmbeddedWeb(
                node,
                new Web(node.node(), node.commands(), node.admission(), node.loops(), node.tls()));
    }

    EmbeddedClient connect() {
        return node.connect(new WebAcceptor(web));
    }

    void send(EmbeddedClient client, byte[] bytes, int from, int to) {
        node.send(client, bytes, from, to);
    }

    void disconnect(EmbeddedClient client) {
        node.disconnect(client);
    }

    @Override
    public void close() {
        web.close();
        web.closeLoops();
        node.close();
    }
}
