package io.crier.server.network;

/**
 * What happens to packets on their way.
 *
 * @param delayMillis in the mean, each way
 * @param jitterMillis by which a packet may be earlier or later, and so overtake another
 * @param lossPerMille of the packets
 */
record Weather(int delayMillis, int jitterMillis, int lossPerMille) {
    static final Weather FAIR = new Weather(0, 0, 0);
    static final Weather ROUGH = new Weather(20, 10, 15);
}
