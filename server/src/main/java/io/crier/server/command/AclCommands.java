package io.crier.server.command;

import io.crier.protocol.RespWriter;
import io.crier.server.message.Bytes;
import io.crier.server.security.Denial;
import io.crier.server.security.RuleText;
import io.crier.server.security.User;
import io.crier.server.security.Users;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL: who the users are, and what they may do. */
final class AclCommands {
    private static final Logger LOG = LoggerFactory.getLogger(AclCommands.class);
    private static final int PASSWORD_BITS_MAX = 4_096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AclCommands() {}

    static Command row() {
        Flag[] asking = {Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.SENTINEL};
        Flag[] ruling = {Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.SENTINEL};
        return Command.container("acl")
                .with("cat", -2, AclCommands::cat, asking)
                .with("deluser", -3, AclCommands::delete, ruling)
                .with("dryrun", -4, AclCommands::dryRun, ruling)
                .with("genpass", -2, AclCommands::password, asking)
                .with("getuser", 3, AclCommands::user, ruling)
                .with("help", 2, AclCommands::help, Flag.LOADING, Flag.STALE, Flag.SENTINEL)
                .with("list", 2, AclCommands::list, ruling)
                .with("load", 2, AclCommands::load, ruling)
                .with("log", -2, AclLogCommand::run, ruling)
                .with("save", 2, AclCommands::save, ruling)
                .with("setuser", -3, AclCommands::set, ruling)
                .with("users", 2, AclCommands::names, ruling)
                .with(
                        "whoami",
                        2,
                        call -> call.reply().bulk(call.session().identity().user().array()),
                        asking);
    }

    private static void cat(Call call) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
            return;
        }
        if (call.words() == 2) {
            RespWriter reply = call.reply().array(Category.values().length);
            for (Category category : Category.values()) {
                reply.bulk(category.word());
            }
            return;
        }
        Category category = Category.named(call.text(2));
        if (category == null) {
            call.error("ERR Unknown category '" + call.text(2) + "'");
            return;
        }
        List<Command> members =
                call.dispatcher().table().rows().stream()
                        .filter(row -> row.categories().contains(category))
                        .toList();
        RespWriter reply = call.reply().array(members.size());
        members.forEach(member -> reply.bulk(member.fullName()));
    }

    private static void set(Call call) {
        List<String> rules = call.rest(3).stream().map(RuleText::of).toList();
        change(call, call.node().users().set(call.bytes(2), rules), call::ok);
    }

    private static void delete(Call call) {
        Users.Change change = call.node().users().delete(call.rest(2));
        change(call, change, () -> call.reply().integer(change.deleted()));
    }

    private static void load(Call call) {
        Users users = call.node().users();
        call.<Users.Change>aside(users::load, change -> change(call, change, call::ok));
    }

    private static void change(Call call, Users.Change change, Runnable answer) {
        if (change.error() == null) {
            Revocation.after(call, change, answer);
        } else {
            call.error(change.error());
        }
    }

    private static void save(Call call) {
        Users users = call.node().users();
        call.<Saved>aside(
                () -> {
                    try {
                        return new Saved(users.save());
                    } catch (IOException failed) {
                        LOG.warn("ACL SAVE: {}", String.valueOf(failed));
                        return new Saved(
                                "ERR There was an error trying to save the ACLs. Please check the"
                                        + " server logs for more information");
                    }
                },
                saved -> {
                    if (saved.error == null) {
                        call.ok();
                    } else {
                        call.error(saved.error);
                    }
                });
    }

    /**
     * @param error null if it was
     */
    private record Saved(@Nullable String error) {}

    private static void list(Call call) {
        List<User> users = call.node().users().all();
        RespWriter reply = call.reply().array(users.size());
        users.forEach(user -> reply.bulk(RuleText.bytes("user " + Users.line(user)).array()));
    }

    private static void names(Call call) {
        List<User> users = call.node().users().all();
        RespWriter reply = call.reply().array(users.size());
        users.forEach(user -> reply.bulk(user.name().array()));
    }

    private static void user(Call call) {
        User user = call.node().users().find(call.bytes(2));
        if (user == null) {
            call.reply().nil();
            return;
        }
        RespWriter reply = call.reply().map(6);
        reply.bulk("flags").set(user.flags().size());
        user.flags().forEach(reply::bulk);
        reply.bulk("passwords").array(user.passwords().size());
        user.passwords().forEach(reply::bulk);
        List<User.Shown> rules = user.rules();
        show(reply, rules.getFirst());
        reply.bulk("selectors").array(rules.size() - 1);
        rules.stream().skip(1).forEach(selector -> show(reply.map(3), selector));
    }

    private static void show(RespWriter reply, User.Shown rules) {
        reply.bulk("commands").bulk(RuleText.bytes(rules.commands()).array());
        reply.bulk("keys").bulk(RuleText.bytes(rules.keys()).array());
        reply.bulk("channels").bulk(RuleText.bytes(rules.channels()).array());
    }

    private static void dryRun(Call call) {
        Bytes name = call.bytes(2);
        User user = call.node().users().find(name);
        if (user == null) {
            call.error("ERR User '" + RuleText.of(name) + "' not found");
            return;
        }
        Command named = call.dispatcher().table().find(call.lower(3));
        Command command =
                named == null || named.subcommands().isEmpty() || call.words() == 4
                        ? named
                        : named.subcommands().get(call.lower(4));
        if (command == null || call.text(3).indexOf('|') >= 0) {
            call.error("ERR Command '" + call.text(3) + "' not found");
            return;
        }
        if (!command.takes(call.words() - 3)) {
            call.error("ERR wrong number of arguments for '" + command.fullName() + "' command");
            return;
        }
        Denial denial = user.denial(command.operation(), call.ruleWords(3));
        if (denial == null) {
            call.ok();
        } else {
            call.reply().bulk(RuleText.bytes(told(call, name, command, denial)).array());
        }
    }

    private static String told(Call call, Bytes name, Command command, Denial denial) {
        String may = "User " + RuleText.of(name) + " has no permissions to ";
        return switch (denial.reason()) {
            case COMMAND -> may + "run the '" + command.fullName() + "' command";
            case KEY -> may + "access the '" + call.text(3 + denial.word()) + "' key";
            case CHANNEL -> may + "access the '" + call.text(3 + denial.word()) + "' channel";
            case AUTH -> may + "be let in";
        };
    }

    private static void password(Call call) {
        if (call.words() > 3) {
            Answers.wrongSubcommandArguments(call);
            return;
        }
        long bits = 256;
        if (call.words() == 3) {
            if (!call.request().isInteger(2)) {
                call.error("ERR value is not an integer or out of range");
                return;
            }
            bits = call.request().integer(2);
            if (bits <= 0 || bits > PASSWORD_BITS_MAX) {
                call.error(
                        "ERR ACL GENPASS argument must be the number of bits for the output"
                                + " password, a positive number up to "
                                + PASSWORD_BITS_MAX);
                return;
            }
        }
        int digits = (int) (bits + 3) / 4;
        byte[] random = new byte[(digits + 1) / 2];
        RANDOM.nextBytes(random);
        call.reply().bulk(HexFormat.of().formatHex(random).substring(0, digits));
    }

    private static void help(Call call) {
        Answers.help(
                call,
                "CAT [<category>]",
                "    List the categories, or the commands of <category>.",
                "DELUSER <username> [<username> ...]",
                "    Delete users and end their connections.",
                "DRYRUN <username> <command> [<arg> ...]",
                "    Tell whether a user may run a command, without running it.",
                "GENPASS [<bits>]",
                "    Make a password of 256 bits, or as many as are asked for.",
                "GETUSER <username>",
                "    Tell the rules of a user.",
                "LIST",
                "    List the users as lines of a configuration file.",
                "LOAD",
                "    Take the users of the ACL file, all or none.",
                "LOG [<count> | RESET]",
                "    List what was denied lately, or forget it.",
                "SAVE",
                "    Write the users to the ACL file.",
                "SETUSER <username> <attribute> [<attribute> ...]",
                "    Make a user, or change what it may do.",
                "USERS",
                "    List the names of the users.",
                "WHOAMI",
                "    Tell the user of this connection.");
    }
}
