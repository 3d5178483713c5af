package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

/** That the tests of this module would notice a forgotten buffer. */
final class LeakWatchTest {
    @Test
    void aForgottenBufferIsFound() {
        forget();

        assertThat(LeakWatch.leaks()).singleElement().asString().contains("LeakWatchTest.forget");
    }

    @Test
    void aReleasedBufferIsNoLeak() {
        UnpooledByteBufAllocator.DEFAULT.directBuffer(16).release();

        assertThat(LeakWatch.leaks()).isEmpty();
    }

    private static void forget() {
        ByteBuf forgotten = UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
        forgotten.writeLong(1);
    }
}
