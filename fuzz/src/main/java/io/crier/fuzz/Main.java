package io.crier.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Fuzzes the named targets, or all, two at a time: {@code [TARGET…] [--minutes N]}. */
final class Main {
    private static final int AT_A_TIME = 2;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<FuzzTarget> targets = new ArrayList<>();
        Duration time = Duration.ofMinutes(1);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--minutes")) {
                time = minutes(i + 1 < arguments.length ? arguments[++i] : "nothing");
                continue;
            }
            @Nullable FuzzTarget target = FuzzTarget.of(arguments[i]);
            if (target == null) {
                throw refused(
                        "no such target: " + arguments[i] + "; there are " + FuzzTarget.words());
            }
            targets.add(target);
        }
        if (!run(targets.isEmpty() ? List.of(FuzzTarget.values()) : targets, time)) {
            System.exit(1);
        }
    }

    private static Duration minutes(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw refused("--minutes: needs a whole number from 1 to 99999, got " + text);
        }
        return Duration.ofMinutes(Long.parseLong(text));
    }

    private static IllegalArgumentException refused(String why) {
        System.err.println("fuzz: " + why);
        System.exit(2);
        return new IllegalArgumentException(why);
    }

    private static boolean run(List<FuzzTarget> targets, Duration time) throws Exception {
        Path home = Path.of("").toAbsolutePath();
        boolean held = true;
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<Fuzzing.Outcome>> outcomes = new ArrayList<>();
            for (FuzzTarget target : targets) {
                outcomes.add(
                        pool.submit(() -> {
                            Fuzzing.Outcome outcome = Fuzzing.run(target, time, home);
                            System.out.println(outcome);
                            return outcome;
                        }));
            }
            for (Future<Fuzzing.Outcome> outcome : outcomes) {
                held &= outcome.get().held();
            }
        }
        return held;
    }
}
