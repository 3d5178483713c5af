package io.crier.server.security;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.UserLine;
import io.crier.server.settings.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The users of this server. Any thread may read without waiting; changes come one after another,
 * and each is seen whole or not at all.
 */
public final class Users {
    public static final Bytes DEFAULT = Bytes.of("default");

    private static final String TWICE =
            "Duplicate user found. A user can only be defined once in config files";

    /**
     * What came of a change.
     *
     * @param error null if it was made
     * @param shrunk those whose sessions may hold what they may not any more, or that are deleted
     * @param deleted how many users there are less
     */
    public record Change(@Nullable String error, List<Account> shrunk, int deleted) {
        static Change refused(String error) {
            return new Change(error, List.of(), 0);
        }
    }

    private final Vocabulary vocabulary;
    private final LiveSettings settings;
    private final LiveSettings.Listener listener = this::settingsChanged;
    private final Account defaultAccount;
    private final Account nobody;

    /** Held while the file is written, so that the latest users stand in it. */
    private final Object saving = new Object();

    private volatile SortedMap<Bytes, Account> accounts;

    /** Begins with the default user alone, whose password is {@code requirepass}. */
    public Users(Vocabulary vocabulary, LiveSettings settings) {
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.defaultAccount = new Account(firstDefault());
        this.nobody = new Account(nothing(Bytes.EMPTY));
        this.accounts = new TreeMap<>(Map.of(DEFAULT, defaultAccount));
        settings.addListener(listener);
    }

    /** Follows the settings no more. */
    public void close() {
        settings.removeListener(listener);
    }

    /**
     * Takes the users that the configuration names: lines of the file, or the file of users.
     *
     * @throws IllegalArgumentException if they cannot be taken; the message says where and why
     */
    public void begin(List<UserLine> lines) {
        Path file = settings.current().aclFile();
        if (file != null && !lines.isEmpty()) {
            throw new IllegalArgumentException(
                    lines.getFirst().where()
                            + ": user: cannot be given beside aclfile; declare users in one of"
                            + " the two");
        }
        if (file != null) {
            AclFile.Read read = AclFile.read(file, this::declared);
            if (!read.errors().isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", read.errors()));
            }
            install(read.users());
            return;
        }
        install(declared(lines));
    }

    /**
     * @throws IllegalArgumentException if a line is wrong; the message says where and why
     */
    private Map<Bytes, User> declared(List<UserLine> lines) {
        Map<Bytes, User> users = new TreeMap<>();
        for (UserLine line : lines) {
            Bytes name = RuleText.bytes(line.name());
            UserRules.Result result = declared(name, line.rules());
            String why = users.containsKey(name) ? TWICE : why(result);
            if (result.user() == null || !why.isEmpty()) {
                throw new IllegalArgumentException(line.where() + ": user: " + why);
            }
            users.put(name, result.user());
        }
        return users;
    }

    /** Takes the users of the file of users, or else of these lines; all of them or none. */
    public Change reload(List<UserLine> lines) {
        if (settings.current().aclFile() != null) {
            return load();
        }
        try {
            return new Change(null, install(declared(lines)), 0);
        } catch (IllegalArgumentException wrong) {
            return Change.refused(String.valueOf(wrong.getMessage()));
        }
    }

    private static String why(UserRules.Result result) {
        return result.rule().isEmpty() ? result.error() : result.rule() + ": " + result.error();
    }

    /** A user as a line of a file declares it. */
    private UserRules.Result declared(Bytes name, List<String> words) {
        if (RuleText.hasSpaces(RuleText.of(name))) {
            return new UserRules.Result(
                    null, "", "Usernames can't contain spaces or null characters");
        }
        RuleText.Merged merged = RuleText.merge(words);
        return merged.error() != null
                ? new UserRules.Result(null, "", merged.error())
                : UserRules.apply(vocabulary, allChannelsFirst(), name, null, merged.rules());
    }

    private User firstDefault() {
        Bytes password = settings.current().password();
        return made(
                DEFAULT,
                null,
                List.of(
                        "on",
                        password.length() == 0 ? "nopass" : ">" + RuleText.of(password),
                        "~*",
                        "&*",
                        "+@all"));
    }

    private User nothing(Bytes name) {
        return made(name, null, List.of());
    }

    private User made(Bytes name, @Nullable User before, List<String> rules) {
        UserRules.Result result = UserRules.apply(vocabulary, false, name, before, rules);
        User user = result.user();
        if (user == null) {
            throw new IllegalStateException(result.error());
        }
        return user;
    }

    private boolean allChannelsFirst() {
        return settings.current().get(SettingTable.ACL_PUBSUB_DEFAULT).equals("allchannels");
    }

    @SuppressWarnings("ReferenceEquality") // set again, even to the same, it is in force again
    private synchronized void settingsChanged(Settings before, Settings after) {
        Bytes password = after.password();
        if (before.password() != password) {
            defaultAccount.user(
                    made(
                            DEFAULT,
                            defaultAccount.user(),
                            List.of(
                                    "resetpass",
                                    password.length() == 0
                                            ? "nopass"
                                            : ">" + RuleText.of(password))));
        }
    }

    /** The user of a client that has not said who it is. */
    public Account defaultAccount() {
        return defaultAccount;
    }

    /** Whether a client has to show a password before anything else. */
    public boolean passwordNeeded() {
        return !defaultAccount.user().open();
    }

    /**
     * The user whom this password lets in; null if it lets in none. Takes as long for a name that
     * is not there, so that nobody learns the names by guessing.
     */
    public @Nullable Account authenticate(Bytes name, Bytes password) {
        Account account = accounts.getOrDefault(name, nobody);
        return account.user().admits(password) ? account : null;
    }

    /** The user of this name who may come in; null without one, and if he is {@code off}. */
    public @Nullable Account enabled(Bytes name) {
        Account account = accounts.get(name);
        return account != null && account.user().enabled() ? account : null;
    }

    /** The user of this name; null without one. */
    public @Nullable User find(Bytes name) {
        Account account = accounts.get(name);
        return account == null ? null : account.user();
    }

    /** All users, by name. */
    public List<User> all() {
        return accounts.values().stream().map(Account::user).toList();
    }

    /** ACL SETUSER: applies rules to a user, who is new if there is none of this name. */
    public synchronized Change set(Bytes name, List<String> words) {
        if (RuleText.hasSpaces(RuleText.of(name))) {
            return Change.refused("ERR Usernames can't contain spaces or null characters");
        }
        RuleText.Merged merged = RuleText.merge(words);
        if (merged.error() != null) {
            return Change.refused("ERR " + merged.error());
        }
        Account account = accounts.get(name);
        User before = account == null ? null : account.user();
        UserRules.Result result =
                UserRules.apply(vocabulary, allChannelsFirst(), name, before, merged.rules());
        User after = result.user();
        if (after == null) {
            return Change.refused(
                    "ERR Error in ACL SETUSER modifier '" + result.rule() + "': " + result.error());
        }
        if (account == null || before == null) {
            SortedMap<Bytes, Account> more = new TreeMap<>(accounts);
            more.put(name, new Account(after));
            accounts = more;
            return new Change(null, List.of(), 0);
        }
        account.user(after);
        return new Change(null, after.hearsAllOf(before) ? List.of() : List.of(account), 0);
    }

    /** ACL DELUSER: those of the names that there are, none of which is the default user. */
    public synchronized Change delete(List<Bytes> names) {
        if (names.contains(DEFAULT)) {
            return Change.refused("ERR The 'default' user cannot be removed");
        }
        SortedMap<Bytes, Account> left = new TreeMap<>(accounts);
        List<Account> gone = new ArrayList<>();
        for (Bytes name : names) {
            Account account = left.remove(name);
            if (account != null) {
                account.delete(nothing(name));
                gone.add(account);
            }
        }
        accounts = left;
        return new Change(null, gone, gone.size());
    }

    /** ACL LOAD: takes the users of the file, or none of them. Waits for the disk. */
    public Change load() {
        Path file = settings.current().aclFile();
        if (file == null) {
            return Change.refused(AclFile.NONE);
        }
        AclFile.Read read = AclFile.read(file, this::declared);
        if (!read.errors().isEmpty()) {
            return Change.refused(
                    "ERR "
                            + String.join(". ", read.errors())
                            + ". WARNING: ACL errors detected, no change to the previously active"
                            + " ACL rules was performed");
        }
        return new Change(null, install(read.users()), 0);
    }

    /** Puts these in the place of all; the default user is as at the start if it is not named. */
    private synchronized List<Account> install(Map<Bytes, User> users) {
        List<Account> shrunk = new ArrayList<>();
        SortedMap<Bytes, Account> next = new TreeMap<>();
        Map<Bytes, User> all = new TreeMap<>(users);
        all.computeIfAbsent(DEFAULT, name -> firstDefault());
        all.forEach((name, user) -> {
            Account account = accounts.get(name);
            if (account == null) {
                next.put(name, new Account(user));
                return;
            }
            if (!user.hearsAllOf(account.user())) {
                shrunk.add(account);
            }
            account.user(user);
            next.put(name, account);
        });
        accounts.forEach((name, account) -> {
            if (!next.containsKey(name)) {
                account.delete(nothing(name));
                shrunk.add(account);
            }
        });
        accounts = next;
        return shrunk;
    }

    /**
     * ACL SAVE: writes the file of users. Waits for the disk.
     *
     * @return null when it is written, else the error
     * @throws IOException if it cannot be written
     */
    public @Nullable String save() throws IOException {
        Path file = settings.current().aclFile();
        if (file == null) {
            return AclFile.NONE;
        }
        synchronized (saving) {
            WholeFile.write(file, lines(user -> "user " + line(user)));
        }
        return null;
    }

    /**
     * Lines for the configuration file, none where {@code requirepass} says all; null where that
     * file is not the place of users.
     */
    public @Nullable List<String> configurationLines() {
        if (settings.current().aclFile() != null) {
            return null;
        }
        return accounts.size() > 1 || !defaultAccount.user().text().equals(firstDefault().text())
                ? lines(Users::line)
                : List.of();
    }

    /** A user with its name, as ACL LIST shows it behind the word {@code user}. */
    public static String line(User user) {
        return RuleText.of(user.name()) + " " + user.text();
    }

    private List<String> lines(Function<User, String> line) {
        return Collections.unmodifiableList(all().stream().map(line).toList());
    }
}
