package io.crier.server.settings;

import io.crier.server.message.Bytes;

/**
 * How much the users of a pattern may publish, each of them for itself.
 *
 * @param users a glob of user names
 * @param perSecond publishes or bytes; 1 or more
 * @param burst how much of it may come at once; 1 or more
 */
public record PublishRate(Bytes users, long perSecond, long burst) {
    public PublishRate {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "publish rate: must be 1/s or more with a burst of 1 or more, got "
                            + perSecond
                            + "/s and "
                            + burst);
        }
    }
}
