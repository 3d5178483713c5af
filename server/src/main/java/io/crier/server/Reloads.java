package io.crier.server;

import io.crier.server.settings.Reloadable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands in files and is read again on SIGHUP, one after another. */
final class Reloads {
    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private final List<Reloadable> reloadables;

    /**
     * @param reloadables in the order in which they are read: what names the files of others first
     */
    Reloads(List<Reloadable> reloadables) {
        this.reloadables = reloadables;
    }

    /**
     * Reads all of them again; one line in the log says of each what came of it.
     *
     * @return the mistakes, each in one line; empty when all was taken up
     */
    List<String> run() {
        List<String> errors = new ArrayList<>();
        boolean any = false;
        for (Reloadable reloadable : reloadables) {
            if (!reloadable.present()) {
                continue;
            }
            any = true;
            String error = reloadable.reload();
            if (error == null) {
                LOG.info("reloaded the {}", reloadable.name());
            } else {
                LOG.warn("the {} stay as they were: {}", reloadable.name(), error);
                errors.add(reloadable.name() + ": " + error);
            }
        }
        if (!any) {
            LOG.info("there are no files to read again");
        }
        return errors;
    }
}
