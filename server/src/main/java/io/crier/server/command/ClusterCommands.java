package io.crier.server.command;

import java.util.List;

/** What belongs to a cluster, and is refused while this server runs alone. */
final class ClusterCommands {
    private static final Flag[] CHANGING = {Flag.ADMIN, Flag.STALE, Flag.NO_ASYNC_LOADING};
    private static final Flag[] ASKING = {Flag.STALE};
    private static final Flag[] ASKING_ADMIN = {Flag.ADMIN, Flag.STALE};

    private ClusterCommands() {}

    static List<Command> rows() {
        return List.of(
                cluster(),
                Command.of("asking", 1, ClusterCommands::disabled, Flag.FAST),
                Command.of(
                        "readonly",
                        1,
                        ClusterCommands::disabled,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST),
                Command.of(
                        "readwrite",
                        1,
                        ClusterCommands::disabled,
                        Flag.LOADING,
                        Flag.STALE,
                        Flag.FAST));
    }

    private static Command cluster() {
        return Command.container("cluster")
                .with("addslots", -3, ClusterCommands::disabled, CHANGING)
                .with("addslotsrange", -4, ClusterCommands::disabled, CHANGING)
                .with("bumpepoch", 2, ClusterCommands::disabled, CHANGING)
                .with("count-failure-reports", 3, ClusterCommands::disabled, ASKING_ADMIN)
                .with("countkeysinslot", 3, ClusterCommands::disabled, ASKING)
                .with("delslots", -3, ClusterCommands::disabled, CHANGING)
                .with("delslotsrange", -4, ClusterCommands::disabled, CHANGING)
                .with("failover", -2, ClusterCommands::disabled, CHANGING)
                .with("flushslots", 2, ClusterCommands::disabled, CHANGING)
                .with("forget", 3, ClusterCommands::disabled, CHANGING)
                .with("getkeysinslot", 4, ClusterCommands::disabled, ASKING)
                .with("help", 2, ClusterCommands::disabled, Flag.LOADING, Flag.STALE)
                .with("info", 2, ClusterCommands::disabled, ASKING)
                .with("keyslot", 3, ClusterCommands::disabled, ASKING)
                .with("links", 2, ClusterCommands::disabled, ASKING)
                .with("meet", -4, ClusterCommands::disabled, CHANGING)
                .with("myid", 2, ClusterCommands::disabled, ASKING)
                .with("nodes", 2, ClusterCommands::disabled, ASKING)
                .with("replicas", 3, ClusterCommands::disabled, ASKING_ADMIN)
                .with("replicate", 3, ClusterCommands::disabled, CHANGING)
                .with("reset", -2, ClusterCommands::disabled, Flag.ADMIN, Flag.NOSCRIPT, Flag.STALE)
                .with("saveconfig", 2, ClusterCommands::disabled, CHANGING)
                .with("set-config-epoch", 3, ClusterCommands::disabled, CHANGING)
                .with("setslot", -4, ClusterCommands::disabled, CHANGING)
                .with("shards", 2, ClusterCommands::disabled, ASKING)
                .with("slaves", 3, ClusterCommands::disabled, ASKING_ADMIN)
                .with("slots", 2, ClusterCommands::disabled, ASKING);
    }

    private static void disabled(Call call) {
        call.error("ERR This instance has cluster support disabled");
    }
}
