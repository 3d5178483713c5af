package io.crier.server.transport;

import io.crier.server.settings.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** How the files of TLS looked at one moment: enough to see that one was exchanged. */
record FileStamps(Map<Path, String> files) {
    /** As they are now; a file that cannot be looked at is one that is missing. */
    static FileStamps of(TlsSettings tls) {
        Map<Path, String> files = new TreeMap<>();
        for (Path file : new Path[] {tls.certificate(), tls.key(), tls.authorities()}) {
            if (file != null) {
                files.put(file, look(file));
            }
        }
        Path directory = tls.authoritiesDirectory();
        if (directory != null) {
            try {
                PemFiles.files(directory).forEach(file -> files.put(file, look(file)));
            } catch (TlsTrouble missing) {
                files.put(directory, "missing");
            }
        }
        return new FileStamps(files);
    }

    private static String look(Path file) {
        try {
            BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
            return seen.lastModifiedTime() + " " + seen.size() + " " + seen.fileKey();
        } catch (IOException missing) {
            return "missing";
        }
    }
}
