package io.crier.server.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker finds every guarantee when it is broken, and a seed means one run. */
final class BrokenOnPurposeTest {
    private static final int SEEDS_MAX = 500;

    @ParameterizedTest
    @CsvSource({
        "UNCONFIRMED_SUBSCRIPTION, G1",
        "LOST_TASK, G2",
        "OVERTAKEN_WRITE, G3",
        "GHOST_SUBSCRIBER, G4",
        "NO_LIMITS, G5",
        "BORROWED_FOR_TOO_LONG, G6",
        "LONGER_ARGUMENTS, G7",
        "POLICY_ELSEWHERE, G2",
        "UNTOLD_GAP, MISSED",
        "UNKNOWN_LIMIT, NEWEST",
        "LEAKED_BUFFER, NOTHING_LEFT",
        "FORGOTTEN_LOOP, REVOKED",
        "STRICTER_RULES, REVOKED",
        "FORGOTTEN_CHANGES, REVOKED",
        "FULL_WIRE_STAYS, REVOKED",
        "LATER_EXPIRY, EXPIRED",
        "EARLIER_EXPIRY, EXPIRED",
        "HIGHER_RATE, RATE",
        "LOWER_RATE, RATE",
        "TIME_RUNS_BACK, NOTHING_LEFT",
        "SHORTER_GRACE, PRESENCE",
        "SWALLOWED_BYTE, G7",
        "REPEATED_BYTE, G6",
        "UNTOLD_LIMIT, G5"
    })
    void aBrokenGuaranteeIsFound(Fault fault, Guarantee broken) {
        List<Guarantee> found = new ArrayList<>();
        for (long seed = 0; seed < SEEDS_MAX && !found.contains(broken); seed++) {
            new Simulation(seed, fault, false)
                    .run()
                    .forEach(violation -> found.add(violation.guarantee()));
        }
        assertThat(found).contains(broken);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        for (long seed = 0; seed < 20; seed++) {
            assertThat(traceOf(seed)).isEqualTo(traceOf(seed));
        }
    }

    private static String traceOf(long seed) {
        Simulation simulation = new Simulation(seed, Fault.NONE, true);
        simulation.run();
        return simulation.history().trace();
    }
}
