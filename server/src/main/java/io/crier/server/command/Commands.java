package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.security.Account;
import io.crier.server.session.Session;
import io.crier.server.settings.Reloadable;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that the server answers to: the table, and a conversation for each client. */
public final class Commands {
    private final Node node;
    private final Dispatcher dispatcher;
    private final ByteBufAllocator allocator;

    /**
     * @param table those of {@link #table}
     */
    public Commands(Node node, CommandTable table, ByteBufAllocator allocator) {
        this.node = node;
        this.allocator = allocator;
        this.dispatcher = new Dispatcher(node, table);
    }

    /** Every command that there is. */
    public static CommandTable table() {
        List<Command> rows = new ArrayList<>();
        rows.addAll(PubSubCommands.rows());
        rows.addAll(StreamCommands.rows());
        rows.addAll(GroupCommands.rows());
        rows.addAll(PendingCommands.rows());
        rows.add(StreamInfo.row());
        rows.addAll(KeyCommands.rows());
        rows.addAll(ConnectionCommands.rows());
        rows.addAll(TransactionCommands.rows());
        rows.add(ClientCommands.row());
        rows.add(Monitors.row());
        rows.addAll(CatalogCommands.rows());
        rows.addAll(ConfigCommands.rows());
        rows.add(AclCommands.row());
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

    /** The users, to be read again from where they are declared. */
    public Reloadable users() {
        return new UserReload(node);
    }

    /** Whether there is a user of this name who may come in. */
    public boolean letsIn(String name) {
        return node.users().enabled(Bytes.of(name)) != null;
    }

    /** Lets a client in who has shown by other means than a password that it is this user. */
    public void login(Session session, String name) {
        Account account = node.users().enabled(Bytes.of(name));
        if (account != null) {
            session.identity().login(account);
        }
    }

    /** Notes that a client showed a wrong password where no command did it. */
    public void notAuthenticated(Session session, Bytes object, Bytes user) {
        dispatcher.access().notAuthenticated(session, false, object, user);
    }

    /**
     * Why a client's user may not run a command, for what another protocol offers in its place;
     * null if he may.
     */
    public @Nullable String denied(Session session, String name) {
        return dispatcher.denied(session, name);
    }

    /** Begins to listen to a client; on the client's loop. */
    public Conversation open(Session session) {
        session.identity().logout(node.users());
        return new Conversation(node, dispatcher, session, allocator);
    }

    /** Begins to listen to a client whose requests come one by one; on the client's loop. */
    public Requests openRequests(Session session) {
        session.identity().logout(node.users());
        return new Requests(node, dispatcher, session);
    }
}
