package io.crier.server.command;

import io.crier.server.broker.Broker;
import io.crier.server.history.History;
import io.crier.server.security.AclLog;
import io.crier.server.security.Entrance;
import io.crier.server.security.Users;
import io.crier.server.session.Roster;
import io.crier.server.settings.LiveSettings;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.ErrorCounts;
import io.crier.server.telemetry.Measurements;
import io.crier.server.threading.Clock;

/**
 * What commands may use of the server.
 *
 * @param shutdown stops the server
 */
public record Node(
        Broker broker,
        History history,
        Roster roster,
        LiveSettings settings,
        Users users,
        Entrance entrance,
        AclLog aclLog,
        Counters counters,
        ErrorCounts errors,
        Measurements measurements,
        Clock clock,
        Pause pause,
        About about,
        Shutdown shutdown) {}
