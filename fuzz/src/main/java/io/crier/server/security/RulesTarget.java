package io.crier.server.security;

import io.crier.fuzz.Expect;
import io.crier.server.command.Commands;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Rules as ACL SETUSER takes them, a line each: they are taken or refused, and what ACL LIST shows
 * of what was taken makes a user again who is shown alike and may do the same.
 */
public final class RulesTarget {
    private static final int BYTES_MAX = 4_096;
    private static final int SAMPLES_MAX = 6;
    private static final Vocabulary VOCABULARY = Commands.table().vocabulary();
    private static final Bytes USER = Bytes.of("user");
    private static final Bytes AGAIN = Bytes.of("again");

    private RulesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > BYTES_MAX) {
            return;
        }
        List<String> rules = List.of(RuleText.of(Bytes.own(input.clone())).split("\n", -1));
        Users users = new Users(VOCABULARY, new LiveSettings(Settings.defaults(), null));
        String error = users.set(USER, rules).error();
        User user = users.find(USER);
        Expect.same(error == null, user != null, "whether there is a user, " + error);
        if (user == null) {
            return;
        }
        List<String> shown = RuleText.split(user.text());
        Expect.same(null, users.set(AGAIN, shown).error(), "what is wrong with " + shown);
        User again = Objects.requireNonNull(users.find(AGAIN));
        Expect.same(user.text(), again.text(), "what is shown");
        Expect.that(again.hearsAllOf(user), "hears less: " + shown);
        samples(rules).forEach(sample -> decideAlike(user, again, sample));
    }

    private static void decideAlike(User user, User again, Bytes name) {
        Words words = new Sample(name);
        for (int i = 0; i < VOCABULARY.size(); i++) {
            Operation operation = VOCABULARY.operation(i);
            Denial denial = user.denial(operation, words);
            Expect.same(denial, again.denial(operation, words), operation.name() + " of " + name);
            Expect.that(
                    denial == null || !user.mayAlways(i), operation.name() + " is free and denied");
        }
        Expect.same(user.mayHear(true, name), again.mayHear(true, name), "hears pattern " + name);
        Expect.same(user.mayHear(false, name), again.mayHear(false, name), "hears " + name);
    }

    /** A name of no rule, and those that rules name. */
    private static List<Bytes> samples(List<String> rules) {
        List<Bytes> samples = new ArrayList<>(List.of(Bytes.of("x")));
        for (String rule : rules) {
            if (rule.length() > 1 && samples.size() < SAMPLES_MAX) {
                samples.add(Bytes.own(rule.substring(1).getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return samples;
    }

    /** A request all of whose words are this. */
    private record Sample(Bytes word) implements Words {
        @Override
        public int count() {
            return 3;
        }

        @Override
        public int length(int number) {
            return word.length();
        }

        @Override
        public byte[] bytes(int number) {
            return word.array();
        }

        @Override
        public boolean is(int number, String lowerCase) {
            return RuleText.of(word).equalsIgnoreCase(lowerCase);
        }
    }
}
