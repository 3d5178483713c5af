package io.crier.server.security;

import io.crier.server.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in, by the password of a user or by a token, which stands in the place of a
 * password. Any thread may ask.
 */
public final class Entrance {
    /** What is said of a wrong password, in Redis' words. */
    public static final String WRONG_PASSWORD =
            "invalid username-password pair or user is disabled.";

    private final Users users;
    private final Tokens tokens;
    private final TokenUsers tokenUsers;

    public Entrance(Users users, Tokens tokens, Vocabulary vocabulary) {
        this.users = users;
        this.tokens = tokens;
        this.tokenUsers = new TokenUsers(vocabulary);
    }

    /** Whether this would be taken for a token, and not for a password. */
    public boolean isToken(Bytes shown) {
        return tokens.accepted() && Tokens.hasForm(shown);
    }

    /** Whether there may be sessions of users that no rule declares. */
    public boolean admitsTokens() {
        return tokens.accepted();
    }

    /**
     * Who comes in with a password or a token.
     *
     * @param user whom the client names; null for the user of the token, or the default user
     */
    public Entry enter(@Nullable Bytes user, Bytes shown) {
        if (isToken(shown)) {
            return enterByToken(user, shown);
        }
        Account account = users.authenticate(user == null ? Users.DEFAULT : user, shown);
        return account == null
                ? new Entry.Refused(WRONG_PASSWORD)
                : new Entry.Admitted(account, account.user(), Long.MAX_VALUE);
    }

    /** Who comes in with what must be a token; otherwise as {@link #enter}. */
    public Entry enterByToken(@Nullable Bytes user, Bytes shown) {
        return switch (tokens.check(shown)) {
            case Verdict.Wrong(String why) -> new Entry.Refused(why);
            case Verdict.Good(Token token) when user != null && !user.equals(token.user()) ->
                    new Entry.Refused("the token is not this user's");
            case Verdict.Good(Token token) -> tokenUsers.admit(token);
        };
    }
}
