package io.crier.server.command;

import java.util.List;

/**
 * What one can say after a command's name, for COMMAND DOCS.
 *
 * @param token the word that introduces it; empty for none
 * @param since the version of Redis that added it; empty if it was always there
 * @param flags optional, multiple, multiple_token
 * @param parts of a block, or to choose from
 */
record Argument(
        String name,
        String type,
        String token,
        String since,
        List<String> flags,
        List<Argument> parts) {}
