package io.crier.server.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;

/** Writes a file as a whole: who reads it sees the old one or the new one, never a part. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes lines of ISO 8859-1 to disk, in the place of what {@code file} holds or points to. A
     * file that was there keeps its permissions; a new one is readable to its owner alone, because
     * it may hold passwords. Waits for the disk.
     *
     * @throws IOException if it cannot be written; the old one stays then
     */
    public static void write(Path file, List<String> lines) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path written = Files.createTempFile(target.resolveSibling("."), "crier-", ".new");
        try {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                ByteBuffer bytes =
                        StandardCharsets.ISO_8859_1.encode(String.join("\n", lines) + "\n");
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            copyPermissions(target, written);
            Files.move(
                    written,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, view.readAttributes().permissions());
        }
    }
}
