package io.crier.server.command;

import io.crier.server.security.Operation;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the command table. The arity check, the permission check, COMMAND and COMMAND DOCS all
 * read it here.
 */
public final class Command {
    private final String name;
    private final String fullName;
    private final int arity;
    private final Set<Flag> flags;
    private final Executor executor;
    private final @Nullable Command container;
    private final Map<String, Command> subcommands = new LinkedHashMap<>();
    private final CommandFacts facts;
    private final Set<Category> categories;
    private Operation.@Nullable Channels channels;
    private int ordinal = -1;
    private Operation operation;

    private Command(
            @Nullable Command container, String name, int arity, Executor executor, Flag... flags) {
        this.container = container;
        this.name = name;
        this.fullName = container == null ? name : container.name + "|" + name;
        this.arity = arity;
        this.executor = executor;
        this.flags = flags.length == 0 ? EnumSet.noneOf(Flag.class) : EnumSet.of(flags[0], flags);
        this.facts = CommandFacts.of(fullName);
        this.categories = Category.impliedBy(this.flags);
        categories.addAll(facts.categories());
        this.channels =
                is(Flag.CHANNELS) || is(Flag.PATTERNS)
                        ? new Operation.Channels(is(Flag.PATTERNS), 1, arity < 0 ? -1 : 1)
                        : null;
        this.operation = asOperation();
    }

    /**
     * @param name lower case
     * @param arity words with the name itself; negative for at least that many
     */
    static Command of(String name, int arity, Executor executor, Flag... flags) {
        return new Command(null, name, arity, executor, flags);
    }

    /** Says which of its words are channels, for permissions; answers this. */
    Command on(Operation.Channels words) {
        channels = words;
        operation = asOperation();
        return this;
    }

    /** A command that has subcommands alone. */
    static Command container(String name) {
        return new Command(null, name, -2, call -> call.error("ERR unknown subcommand"));
    }

    /** Adds a subcommand; answers this container. */
    Command with(String subcommand, int words, Executor run, Flag... itsFlags) {
        return add(new Command(this, subcommand, words, run, itsFlags));
    }

    /** Adds a subcommand of which these words are channels; answers this container. */
    Command with(
            String subcommand,
            int words,
            Operation.Channels channelWords,
            Executor run,
            Flag... itsFlags) {
        return add(new Command(this, subcommand, words, run, itsFlags).on(channelWords));
    }

    private Command add(Command subcommand) {
        subcommands.put(subcommand.name, subcommand);
        return this;
    }

    public String name() {
        return name;
    }

    /** {@code client|id} for a subcommand. */
    public String fullName() {
        return fullName;
    }

    public int arity() {
        return arity;
    }

    public boolean takes(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }

    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    Set<Flag> flags() {
        return flags;
    }

    /** What is told of it; empty where {@code commands.txt} does not name it. */
    CommandFacts facts() {
        return facts;
    }

    Set<Category> categories() {
        return categories;
    }

    /**
     * Whether clients of HTTP may run it: publish/subscribe, histories, the own connection and
     * transactions, but not what looks after the server or speaks of RESP.
     */
    boolean overHttp() {
        return !flags.contains(Flag.RESP_ONLY)
                && !flags.contains(Flag.ADMIN)
                && (categories.contains(Category.PUBSUB)
                        || categories.contains(Category.STREAM)
                        || categories.contains(Category.CONNECTION)
                        || categories.contains(Category.TRANSACTION));
    }

    Executor executor() {
        return executor;
    }

    @Nullable Command container() {
        return container;
    }

    Map<String, Command> subcommands() {
        return subcommands;
    }

    /** The row's number in its table, for counters. */
    int ordinal() {
        return ordinal;
    }

    void ordinal(int number) {
        ordinal = number;
        operation = asOperation();
    }

    /** The command as permissions see it. */
    Operation operation() {
        return operation;
    }

    private Operation asOperation() {
        KeySpec keys = channels == null ? facts.keys() : null;
        return new Operation(
                ordinal,
                fullName,
                is(Flag.NO_AUTH),
                keys == null || !keys.keys()
                        ? null
                        : new Operation.Keys(
                                keys.flags().contains("access"),
                                keys.first(),
                                keys.lastWord(),
                                keys.step()),
                channels);
    }

    @Override
    public String toString() {
        return fullName;
    }
}
