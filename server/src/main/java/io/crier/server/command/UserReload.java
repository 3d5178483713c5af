package io.crier.server.command;

import io.crier.server.security.Users;
import io.crier.server.settings.Reloadable;
import io.crier.server.settings.UserLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the users again from where they are declared: the file of users, or the lines of the
 * configuration file, which was read before. Lines that were not read again are not taken twice, so
 * that ACL SETUSER is not undone by a configuration that could not be read.
 */
final class UserReload implements Reloadable {
    private final Node node;
    private List<UserLine> taken;

    UserReload(Node node) {
        this.node = node;
        this.taken = node.settings().users();
    }

    @Override
    public String name() {
        return "users";
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very lines that were taken
    public synchronized boolean present() {
        List<UserLine> lines = node.settings().users();
        return node.settings().current().aclFile() != null
                || (lines != taken && !(lines.isEmpty() && taken.isEmpty()));
    }

    @Override
    public synchronized @Nullable String reload() {
        List<UserLine> lines = node.settings().users();
        Users.Change change = node.users().reload(lines);
        if (change.error() == null) {
            taken = lines;
            if (!change.shrunk().isEmpty()) {
                node.roster().onEach(loop -> Revocation.end(loop, change.shrunk(), null));
            }
        }
        return change.error();
    }
}
