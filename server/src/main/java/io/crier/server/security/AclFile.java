package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The file of users: a line {@code user NAME RULE...} for each, and comments. */
final class AclFile {
    static final String NONE =
            "ERR This Redis instance is not configured to use an ACL file. You may want to specify"
                    + " users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming"
                    + " you have a Redis configuration file set) in order to store users in the"
                    + " Redis configuration.";

    /**
     * What stands in a file.
     *
     * @param errors each with file and line; empty if all could be read
     */
    record Read(Map<Bytes, User> users, List<String> errors) {}

    private AclFile() {}

    /**
     * @param declared makes a user of a name and the words behind it
     */
    static Read read(Path file, BiFunction<Bytes, List<String>, UserRules.Result> declared) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            return new Read(Map.of(), List.of(file + ": cannot be read"));
        }
        Map<Bytes, User> users = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = RuleText.split(lines.get(i));
            if (words.isEmpty() || words.getFirst().startsWith("#")) {
                continue;
            }
            String error = line(words, users, declared);
            if (!error.isEmpty()) {
                errors.add(file + ":" + (i + 1) + ": " + error);
            }
        }
        return new Read(users, errors);
    }

    private static String line(
            List<String> words,
            Map<Bytes, User> users,
            BiFunction<Bytes, List<String>, UserRules.Result> declared) {
        if (!words.getFirst().equals("user") || words.size() < 2) {
            return "line should start with user keyword followed by the username";
        }
        Bytes name = RuleText.bytes(words.get(1));
        if (users.containsKey(name)) {
            return "user '" + words.get(1) + "' is declared twice";
        }
        UserRules.Result result = declared.apply(name, words.subList(2, words.size()));
        User user = result.user();
        if (user == null) {
            return result.rule().isEmpty() ? result.error() : result.rule() + ": " + result.error();
        }
        users.put(name, user);
        return "";
    }
}
