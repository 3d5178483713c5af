package io.crier.server.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rules that have to allow the whole of a request: its command, its keys and its channels. Changed
 * only while it is built; may be read by any thread after that.
 */
final class Selector {
    private static final String VOID_KEY =
            "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
                    + " have any effect. Try 'resetkeys' to start with an empty list of patterns";
    private static final String VOID_CHANNEL =
            "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does"
                    + " not have any effect. Try 'resetchannels' to start with an empty list of"
                    + " channels";

    private final Vocabulary vocabulary;
    private final CommandRules commands;
    private final List<KeyPattern> keys;
    private final List<ChannelPattern> channels;
    private boolean allKeys;
    private boolean allChannels;

    Selector(Vocabulary vocabulary, boolean allChannels) {
        this(vocabulary, new CommandRules(vocabulary), List.of(), List.of(), false, allChannels);
    }

    private Selector(
            Vocabulary vocabulary,
            CommandRules commands,
            List<KeyPattern> keys,
            List<ChannelPattern> channels,
            boolean allKeys,
            boolean allChannels) {
        this.vocabulary = vocabulary;
        this.commands = commands;
        this.keys = new ArrayList<>(keys);
        this.channels = new ArrayList<>(channels);
        this.allKeys = allKeys;
        this.allChannels = allChannels;
    }

    Selector copy() {
        return new Selector(vocabulary, commands.copy(), keys, channels, allKeys, allChannels);
    }

    /**
     * Applies one rule, with one character per byte.
     *
     * @return why it cannot be applied; null if it was
     */
    @Nullable String apply(String rule) {
        return switch (rule.toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> keys(true);
            case "resetkeys" -> keys(false);
            case "allchannels", "&*" -> channels(true);
            case "resetchannels" -> channels(false);
            case "allcommands", "+@all" -> commands(true);
            case "nocommands", "-@all" -> commands(false);
            default -> applyMarked(rule);
        };
    }

    private @Nullable String applyMarked(String rule) {
        char mark = rule.isEmpty() ? ' ' : rule.charAt(0);
        return switch (mark) {
            case '~', '%' -> addKeys(rule);
            case '&' -> addChannels(rule.substring(1));
            case '+' -> commands.apply(true, rule.substring(1));
            case '-' -> commands.apply(false, rule.substring(1));
            default -> CommandRules.SYNTAX;
        };
    }

    private @Nullable String keys(boolean all) {
        allKeys = all;
        keys.clear();
        return null;
    }

    private @Nullable String channels(boolean all) {
        allChannels = all;
        channels.clear();
        return null;
    }

    private @Nullable String commands(boolean all) {
        commands.all(all);
        return null;
    }

    private @Nullable String addKeys(String rule) {
        if (allKeys) {
            return VOID_KEY;
        }
        int tilde = rule.indexOf('~');
        String access = rule.startsWith("~") ? "RW" : rule.substring(1, Math.max(1, tilde));
        String upper = access.toUpperCase(Locale.ROOT);
        if (!List.of("R", "W", "RW", "WR").contains(upper)) {
            return CommandRules.SYNTAX;
        }
        String glob = rule.substring(tilde + 1);
        if (RuleText.hasSpaces(glob)) {
            return CommandRules.SYNTAX;
        }
        String refusal = vocabulary.refusal(RuleText.bytes(glob));
        if (refusal != null) {
            return refusal;
        }
        KeyPattern added =
                new KeyPattern(
                        upper.contains("R"),
                        upper.contains("W"),
                        glob,
                        vocabulary.compile(RuleText.bytes(glob)));
        for (int i = 0; i < keys.size(); i++) {
            KeyPattern known = keys.get(i);
            if (known.same(added)) {
                boolean read = known.read() || added.read();
                boolean write = known.write() || added.write();
                keys.set(i, new KeyPattern(read, write, glob, known.matcher()));
                return null;
            }
        }
        keys.add(added);
        return null;
    }

    private @Nullable String addChannels(String glob) {
        if (allChannels) {
            return VOID_CHANNEL;
        }
        if (RuleText.hasSpaces(glob)) {
            return CommandRules.SYNTAX;
        }
        String refusal = vocabulary.refusal(RuleText.bytes(glob));
        if (refusal != null) {
            return refusal;
        }
        ChannelPattern added =
                new ChannelPattern(RuleText.bytes(glob), vocabulary.compile(RuleText.bytes(glob)));
        if (channels.stream().noneMatch(known -> known.glob().equals(added.glob()))) {
            channels.add(added);
        }
        return null;
    }

    boolean allChannels() {
        return allChannels;
    }

    List<ChannelPattern> channels() {
        return channels;
    }

    /** Whether every request of this command is allowed, whatever its words. */
    boolean allowsFreely(Operation command) {
        return commands.allows(command)
                && (allKeys || command.keys() == null)
                && (allChannels || command.channels() == null);
    }

    /** Why this does not allow a request; null if it does. */
    @Nullable Denial denial(Operation command, Words words) {
        if (!commands.allows(command, words)) {
            return Denial.COMMAND;
        }
        Operation.Keys named = command.keys();
        if (!allKeys && named != null) {
            int last = Math.min(named.lastIn(words.count()), words.count() - 1);
            for (int word = named.first(); word <= last; word += named.step()) {
                if (!allowsKey(named.read(), words.bytes(word), words.length(word))) {
                    return new Denial(Denial.Reason.KEY, word);
                }
            }
        }
        Operation.Channels spoken = command.channels();
        if (!allChannels && spoken != null) {
            int first = spoken.firstIn(words);
            int last = spoken.lastIn(words, first);
            for (int word = first; word <= last; word++) {
                if (!allowsChannel(spoken.patterns(), words.bytes(word), words.length(word))) {
                    return new Denial(Denial.Reason.CHANNEL, word);
                }
            }
        }
        return null;
    }

    private boolean allowsKey(boolean reading, byte[] key, int length) {
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).allows(reading, key, length)) {
                return true;
            }
        }
        return false;
    }

    boolean allowsChannel(boolean pattern, byte[] name, int length) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).allows(pattern, name, length)) {
                return true;
            }
        }
        return allChannels;
    }

    /** Its command rules, one after another, as ACL GETUSER shows them. */
    String commandText() {
        return commands.text();
    }

    String keyText() {
        return allKeys
                ? "~*"
                : keys.stream().map(KeyPattern::rule).collect(Collectors.joining(" "));
    }

    String channelText() {
        return allChannels
                ? "&*"
                : channels.stream()
                        .map(channel -> "&" + RuleText.of(channel.glob()))
                        .collect(Collectors.joining(" "));
    }

    /** All rules as ACL LIST shows them. */
    String text() {
        StringBuilder text = new StringBuilder(keyText());
        text.append(text.isEmpty() ? "" : " ");
        text.append(allChannels ? "" : "resetchannels ").append(channelText());
        text.append(text.charAt(text.length() - 1) == ' ' ? "" : " ");
        return text.append(commandText()).toString();
    }
}
