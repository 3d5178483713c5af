package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user as rules made it at one moment. Immutable; may be read by any thread. */
public final class User {
    /**
     * A set of rules as ACL GETUSER shows it.
     *
     * @param commands from {@code +@all} or {@code -@all} on
     */
    public record Shown(String commands, String keys, String channels) {}

    private final Bytes name;
    private final Set<String> flags;
    private final List<PasswordHash> passwords;
    private final List<Selector> selectors;

    /** The commands that may be run whatever their words. */
    private final BitSet free = new BitSet();

    /**
     * @param flags as rules write them
     * @param selectors the user's own rules first; not changed any more
     */
    User(
            Vocabulary vocabulary,
            Bytes name,
            Set<String> flags,
            List<PasswordHash> passwords,
            List<Selector> selectors) {
        this.name = name;
        this.flags = flags;
        this.passwords = List.copyOf(passwords);
        this.selectors = List.copyOf(selectors);
        for (int i = 0; i < vocabulary.size(); i++) {
            Operation operation = vocabulary.operation(i);
            free.set(i, selectors.stream().anyMatch(one -> one.allowsFreely(operation)));
        }
    }

    public Bytes name() {
        return name;
    }

    public boolean enabled() {
        return flags.contains("on");
    }

    /** Whether every password is right. */
    public boolean nopass() {
        return flags.contains("nopass");
    }

    /** Whether nobody has to show a password to be this user. */
    boolean open() {
        return enabled() && nopass();
    }

    /** Whether {@code password} is one of this user's, who is enabled. */
    boolean admits(Bytes password) {
        PasswordHash shown = PasswordHash.of(password);
        boolean right = nopass();
        for (PasswordHash known : passwords) {
            right |= known.same(shown);
        }
        return right && enabled();
    }

    /** Whether this user may run a command whatever the words of the request. */
    public boolean mayAlways(int operation) {
        return free.get(operation);
    }

    /** Why this user may not run a request; null if he may. */
    public @Nullable Denial denial(Operation command, Words words) {
        if (free.get(command.number())) {
            return null;
        }
        Denial told = Denial.COMMAND;
        for (int i = 0; i < selectors.size(); i++) {
            Denial denial = selectors.get(i).denial(command, words);
            if (denial == null) {
                return null;
            }
            if (denial.outweighs(told)) {
                told = denial;
            }
        }
        return told;
    }

    /** Whether some of the rules allow to listen to a channel, or to this very pattern. */
    public boolean mayHear(boolean pattern, Bytes channel) {
        return selectors.stream()
                .anyMatch(one -> one.allowsChannel(pattern, channel.array(), channel.length()));
    }

    /** Whether every channel that {@code before} could hear can be heard still. */
    boolean hearsAllOf(User before) {
        if (selectors.stream().anyMatch(Selector::allChannels)) {
            return true;
        }
        Set<Bytes> now =
                selectors.stream()
                        .flatMap(one -> one.channels().stream())
                        .map(ChannelPattern::glob)
                        .collect(Collectors.toSet());
        return before.selectors.stream()
                .allMatch(one ->
                        !one.allChannels()
                                && one.channels().stream()
                                        .allMatch(channel -> now.contains(channel.glob())));
    }

    Set<String> flagSet() {
        return flags;
    }

    List<PasswordHash> passwordHashes() {
        return passwords;
    }

    List<Selector> selectorList() {
        return selectors;
    }

    public List<String> flags() {
        return List.copyOf(flags);
    }

    /** SHA-256 of the passwords, in hexadecimal digits. */
    public List<String> passwords() {
        return passwords.stream().map(PasswordHash::hex).toList();
    }

    /** The user's own rules and, after them, the selectors. */
    public List<Shown> rules() {
        return selectors.stream()
                .map(one -> new Shown(one.commandText(), one.keyText(), one.channelText()))
                .toList();
    }

    /** The rules that make this user, as ACL LIST shows them, without its name. */
    public String text() {
        StringBuilder text = new StringBuilder(String.join(" ", flags));
        passwords.forEach(password -> text.append(" #").append(password.hex()));
        text.append(' ').append(selectors.getFirst().text());
        selectors.stream()
                .skip(1)
                .forEach(selector -> text.append(" (").append(selector.text()).append(')'));
        return text.toString();
    }
}
