package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "redis://, 127.0.0.1:6379",
        "redis://my_host, my_host:6379",
        "redis://h:7000/3, h:7000",
        "redis://[::1]:7000, [::1]:7000",
        "redis://u:p@h, h:6379"
    })
    void aUriTellsHostAndPort(String uri, String address) {
        assertThat(ServerAddress.ofUri(uri)).hasToString(address);
    }

    @Test
    void aUriTellsUserAndPasswordPercentEncoded() {
        ServerAddress address = ServerAddress.ofUri("redis://al%20ice:p%40s+s:w@h");
        assertThat(address.user()).isEqualTo("al ice");
        assertThat(address.password()).isEqualTo("p@s+s:w");
    }

    @Test
    void aUriMayHoldThePasswordAlone() {
        assertThat(ServerAddress.ofUri("redis://secret@h").password()).isEqualTo("secret");
        assertThat(ServerAddress.ofUri("redis://:secret@h").password()).isEqualTo("secret");
        assertThat(ServerAddress.ofUri("redis://:secret@h").user()).isNull();
    }

    @Test
    void redissMeansTls() {
        assertThat(ServerAddress.ofUri("rediss://h").tls()).isNotNull();
        assertThat(ServerAddress.ofUri("redis://h").tls()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h",
                "h:6379",
                "redis://h:0",
                "redis://h:65536",
                "redis://h:x",
                "redis://%zz:p@h"
            })
    void aUriThatMakesNoSenseIsRefused(String uri) {
        assertThatThrownBy(() -> ServerAddress.ofUri(uri)).isInstanceOf(Failure.class);
    }
}
