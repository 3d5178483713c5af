package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.session.Session;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** All that the server answers to: the table, and a conversation for each client. */
public final class Commands {
    private final Node node;
    private final CommandTable table;
    private final Dispatcher dispatcher;
    private final ByteBufAllocator allocator;

    public Commands(Node node, ByteBufAllocator allocator) {
        this.node = node;
        this.allocator = allocator;
        this.table = table();
        this.dispatcher = new Dispatcher(node, table);
    }

    /** Every command that there is. */
    static CommandTable table() {
        List<Command> rows = new ArrayList<>();
        rows.addAll(PubSubCommands.rows());
        rows.addAll(ConnectionCommands.rows());
        rows.addAll(TransactionCommands.rows());
        rows.add(ClientCommands.row());
        rows.add(Monitors.row());
        rows.addAll(CatalogCommands.rows());
        rows.addAll(ConfigCommands.rows());
        rows.addAll(InfoCommand.rows());
        rows.addAll(ServerCommands.rows());
        rows.addAll(SlowLogCommands.rows());
        rows.addAll(LatencyCommands.rows());
        rows.addAll(MemoryCommands.rows());
        rows.addAll(ClusterCommands.rows());
        rows.addAll(DatabaseCommands.rows());
        return new CommandTable(rows);
    }

    /** Whether a client has to show a password before anything else. */
    public boolean passwordNeeded() {
        return node.users().passwordNeeded();
    }

    /** Whether there is a user of this name. */
    public boolean knowsUser(String name) {
        return node.users().knows(Bytes.of(name));
    }

    /** Begins to listen to a client; on the client's loop. */
    public Conversation open(Session session) {
        session.identity().logout(!passwordNeeded());
        return new Conversation(node, dispatcher, session, allocator);
    }

    /** Begins to listen to a client whose requests come one by one; on the client's loop. */
    public Requests openRequests(Session session) {
        session.identity().logout(!passwordNeeded());
        return new Requests(node, dispatcher, session);
    }
}
