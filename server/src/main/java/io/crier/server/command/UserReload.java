package io.crier.server.command;

import io.crier.server.security.Users;
import io.crier.server.settings.Reloadable;
import org.jspecify.annotations.Nullable;

/**
 * Reads the users again from where they are declared: the file of users, or the lines of the
 * configuration file, which was read before.
 */
record UserReload(Node node) implements Reloadable {
    @Override
    public String name() {
        return "users";
    }

    @Override
    public boolean present() {
        return node.settings().current().aclFile() != null || !node.settings().users().isEmpty();
    }

    @Override
    public @Nullable String reload() {
        Users.Change change = node.users().reload(node.settings().users());
        if (change.error() == null && !change.shrunk().isEmpty()) {
            node.roster().onEach(loop -> Revocation.end(loop, change.shrunk(), null));
        }
        return change.error();
    }
}
