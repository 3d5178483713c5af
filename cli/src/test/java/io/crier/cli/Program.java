package io.crier.cli;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@code crier} command that runs in this JVM, with pipes for its streams. */
final class Program {
    private static final int END = -1;
    private static final int SECONDS_MAX = 30;

    private final BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final OutputStream out;

    private Program(Map<String, String> environment, OutputStream out, String... args) {
        this.out = out;
        Stdio stdio = new Stdio(new Input(), out, err, false, false, environment);
        Thread.ofPlatform()
                .daemon()
                .start(() -> status.completeAsync(() -> Main.run(args, stdio), Runnable::run));
    }

    static Program start(String... args) {
        return start(Map.of(), args);
    }

    static Program start(Map<String, String> environment, String... args) {
        return new Program(environment, new ByteArrayOutputStream(), args);
    }

    /** Whose reader has gone away. */
    static Program startWithClosedOutput(String... args) {
        return new Program(Map.of(), new ClosedOutput(), args);
    }

    /** Gives it one more line. */
    void line(String text) {
        bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        for (byte b : bytes) {
            input.add(b & 0xff);
        }
    }

    void endInput() {
        input.add(END);
    }

    String out() {
        return out.toString();
    }

    byte[] outBytes() {
        return ((ByteArrayOutputStream) out).toByteArray();
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void awaitOut(String part) {
        await().atMost(SECONDS_MAX, TimeUnit.SECONDS)
                .failFast(() -> status.isDone() && !out().contains(part))
                .until(() -> out().contains(part));
    }

    void awaitErr(String part) {
        await().atMost(SECONDS_MAX, TimeUnit.SECONDS)
                .failFast(() -> status.isDone() && !err().contains(part))
                .until(() -> err().contains(part));
    }

    /** Waits for its end. */
    int status() {
        return status.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            try {
                int b = input.take();
                if (b == END) {
                    input.add(END);
                }
                return b;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int b = read();
            if (b == END) {
                return END;
            }
            target[offset] = (byte) b;
            return 1;
        }
    }

    private static final class ClosedOutput extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
