package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frob | Unmatched argument",
                "'' | Unmatched argument",
                "pub | Missing required parameters: 'NAME', 'CHANNEL'",
                "pub alice | 'CHANNEL'",
                "pub alice news more | Unmatched argument",
                "sub | a CHANNEL or a --pattern is needed",
                "sub --frob x | Unknown option: '--frob'",
                "sub -p 0 x | port: 1 to 65535 is allowed, got 0",
                "sub -p x y | '-p'",
                "sub -u http://h x | redis://",
                "sub --insecure x | need --tls",
                "sub --tls --cert a x | one needs the other",
                "sub --tls -s /s x | a Unix socket does not use TLS",
                "chat alice | --alliance",
                "chat alice --alliance a:b | blanks or colons",
                "bench | 'SCENARIO'",
                "bench frob | SCENARIO: fan-out, channels,",
                "bench fan-out --size 15 | --size: 16 to ",
                "bench fan-out --subscribers 0 | --subscribers: at least 1 is allowed, got 0",
                "bench fan-out --rate -1 | --rate: 0",
                "bench fan-out --rate NaN | --rate: 0",
                "bench fan-out --channels 2 | --channels: only for channels, chat, patterns, idle",
                "bench channels --subscribers 5 --channels 6 | --channels: 1 to 5 is allowed, got 6",
                "bench chat --global 2 | --global: 0 to 1 is allowed, got 2.0",
                "bench stalled --fed 2x | --fed: bytes as 1000, 64kb",
                "bench fan-out --protocol stomp | --protocol: resp2, resp3, nats or websocket is allowed",
                "bench fan-out --protocol nats --tls | --protocol nats: neither with --tls",
                "bench fan-out --format xml | --format: text, json or csv is allowed, got xml",
            })
    void aWrongCommandLineIsOneLineAndStatus2(String line, String reason) {
        Program crier = Program.start(line.split(" "));
        assertThat(crier.status()).isEqualTo(2);
        assertThat(crier.err()).contains(reason).containsOnlyOnce("\n").contains("--help");
        assertThat(crier.out()).isEmpty();
    }

    @Test
    void noCommandIsAWrongCommandLine() {
        Program crier = Program.start();
        assertThat(crier.status()).isEqualTo(2);
        assertThat(crier.err()).contains("pub, sub, chat or bench").containsOnlyOnce("\n");
    }

    @Test
    void anEmptyChannelIsRefusedAsAVariableThatWasNotSet() {
        Program crier = Program.start("sub", "");
        assertThat(crier.status()).isEqualTo(2);
        assertThat(crier.err()).contains("CHANNEL: must not be empty");
    }

    @Test
    void theVersionIsToldWithItsName() {
        Program crier = Program.start("--version");
        assertThat(crier.status()).isZero();
        assertThat(crier.out()).matches("crier [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : new String[] {"pub", "sub", "chat", "bench"}) {
            Program crier = Program.start(command, "--help");
            assertThat(crier.status()).isZero();
            assertThat(crier.out()).contains("crier " + command).contains("-h=HOST");
        }
    }

    @Test
    void aServerThatIsNotThereIsOneLineAndStatus1() {
        for (String command :
                new String[] {
                    "pub a b",
                    "sub a",
                    "chat a --alliance b",
                    "bench fan-out",
                    "bench idle --protocol nats"
                }) {
            Program crier = Program.start((command + " -p 1").split(" "));
            assertThat(crier.status()).isEqualTo(1);
            assertThat(crier.err())
                    .contains("cannot connect to 127.0.0.1:1: connection refused")
                    .containsOnlyOnce("\n");
        }
    }

    @Test
    void aSocketThatIsNotThereIsOneLineAndStatus1() {
        Program crier = Program.start("sub", "-s", "/nowhere/crier.sock", "a");
        assertThat(crier.status()).isEqualTo(1);
        assertThat(crier.err()).contains("cannot connect to /nowhere/crier.sock");
    }

    @Test
    void certificatesThatAreNotThereAreOneLineAndStatus1() {
        Program crier = Program.start("sub", "--tls", "--cacert", "/nowhere/ca.pem", "a");
        assertThat(crier.status()).isEqualTo(1);
        assertThat(crier.err()).contains("TLS: cannot read /nowhere/ca.pem");
    }
}
