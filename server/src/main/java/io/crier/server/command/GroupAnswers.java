package io.crier.server.command;

import io.crier.server.history.GroupRefusal;
import io.crier.server.history.Groups;
import io.crier.server.history.Outcome;
import io.crier.server.message.Bytes;
import java.util.function.Consumer;

/** What is answered where something about a group was refused. */
final class GroupAnswers {
    private GroupAnswers() {}

    /** Answers what was done, or why it was not. */
    static <T> void of(
            Call call, Bytes channel, Bytes group, Outcome<T> outcome, Consumer<T> answer) {
        switch (outcome) {
            case Outcome.Done<T>(var value) -> answer.accept(value);
            case Outcome.Refused<T>(var why) -> call.error(text(call, why, channel, group));
        }
    }

    static String text(Call call, GroupRefusal why, Bytes channel, Bytes group) {
        return switch (why) {
            case NO_HISTORY, NO_GROUP -> noGroup(channel, group);
            case GROUP_EXISTS -> "BUSYGROUP Consumer Group name already exists";
            case NO_ROOM -> noRoom(call.node().history().groups());
        };
    }

    static String noGroup(Bytes channel, Bytes group) {
        return "NOGROUP No such key '"
                + RequestText.shown(channel)
                + "' or consumer group '"
                + RequestText.shown(group)
                + "'";
    }

    private static String noRoom(Groups groups) {
        return "OOM consumer groups take as much memory as they may: "
                + groups.bytesMax()
                + " bytes, half of history-max-memory";
    }
}
