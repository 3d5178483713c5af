package io.crier.server.delivery;

import io.crier.server.message.Kind;
import io.crier.server.threading.OnLoop;

/** A client as delivery knows him: his outbox, the form of his frames, and what he holds. */
@OnLoop
public final class Subscriber {
    private final Outbox outbox;
    private final SubscriptionSet channels = new SubscriptionSet();
    private final SubscriptionSet patterns = new SubscriptionSet();
    private final SubscriptionSet shardChannels = new SubscriptionSet();
    private Form form = Form.RESP2;

    public Subscriber(Outbox outbox) {
        this.outbox = outbox;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Form form() {
        return form;
    }

    public void form(Form newForm) {
        form = newForm;
    }

    public SubscriptionSet subscriptions(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD -> shardChannels;
        };
    }

    /** The count in a confirmation: channels and patterns together, shard channels on their own. */
    public int count(Kind kind) {
        return kind == Kind.SHARD ? shardChannels.size() : channels.size() + patterns.size();
    }

    /** Subscriptions of all kinds. */
    public int total() {
        return channels.size() + patterns.size() + shardChannels.size();
    }
}
