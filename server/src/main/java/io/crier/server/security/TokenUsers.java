package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a user of a token: with the commands of the own connection and of transactions, with those
 * that publish on the channels for that, and with those that listen on the channels for that. It is
 * its session's alone, and not among the users whom rules declare.
 */
final class TokenUsers {
    private static final List<String> OWN =
            List.of(
                    "on",
                    "+@connection",
                    "-@admin",
                    "-@dangerous",
                    "+@transaction",
                    "+unsubscribe",
                    "+punsubscribe",
                    "+sunsubscribe",
                    "+acl|whoami");
    private static final String PUBLISHING = "+publish +spublish";
    private static final String LISTENING = "+subscribe +psubscribe +ssubscribe +presence";
    private static final Bytes ALL = Bytes.of("*");

    private final Vocabulary vocabulary;

    TokenUsers(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    Entry admit(Token token) {
        String publishing = selector(PUBLISHING, token.publish());
        String listening = selector(LISTENING, token.subscribe());
        User user = user(token.user(), List.of(publishing, listening));
        User listener = user(token.user(), List.of(listening));
        return user == null || listener == null
                ? new Entry.Refused("publish or subscribe has a glob that cannot be used")
                : new Entry.Admitted(new Account(user), listener, token.expiresMillis());
    }

    private @Nullable User user(Bytes name, List<String> selectors) {
        List<String> rules = new ArrayList<>(OWN);
        rules.addAll(selectors);
        return UserRules.apply(vocabulary, false, name, null, rules).user();
    }

    private static String selector(String commands, List<Bytes> globs) {
        StringBuilder rule = new StringBuilder("(").append(commands);
        if (globs.contains(ALL)) {
            rule.append(" allchannels");
        } else {
            globs.forEach(glob -> rule.append(" &").append(RuleText.of(glob)));
        }
        return rule.append(")").toString();
    }
}
