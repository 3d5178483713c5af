package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One connection to the server. It belongs to the thread of the load. */
final class Link extends ChannelInboundHandlerAdapter implements Wire.Answers, Intake.Reader {
    private static final byte[] NOTHING = new byte[0];

    /** What becomes of a connection. */
    interface Fate {
        /** Everything that it said first is confirmed. */
        void ready(Link link);

        /** It is ended, by the server or by {@link Link#leave}. */
        void ended(Link link);

        /** It cannot be used: the server refused it, or broke the protocol, or TLS failed. */
        void failed(Link link, Throwable cause);
    }

    private final Load load;
    private final Tally tally;
    private final Wire wire;
    private final Stamp stamp;
    private final Greeting greeting;
    private final Fate fate;
    private final Frame[] frames;
    private final @Nullable Sequences sequences;
    private final Receipts receipts = new Receipts();
    private byte[] leftOver = NOTHING;
    private int leftOverBytes;
    private int skip;
    private int unconfirmed;
    private boolean isReady;
    private boolean isDeaf;
    private @Nullable Channel channel;

    /**
     * @param greeting what it says first
     */
    Link(Load load, Greeting greeting, Fate fate) {
        this.load = load;
        this.tally = load.tally();
        this.wire = greeting.wire();
        this.stamp = wire.stamp();
        this.greeting = greeting;
        this.fate = fate;
        this.frames = greeting.frames().toArray(Frame[]::new);
        this.sequences = greeting.isChecked() ? new Sequences(load.plan().publishers()) : null;
    }

    Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("not connected");
        }
        return channel;
    }

    /** Whether it goes to the server's port for HTTP. */
    boolean isOverHttp() {
        return wire.isOverHttp();
    }

    /** What the server has to answer to the publishes that this connection sent. */
    Receipts receipts() {
        return receipts;
    }

    /** Reads nothing any more, and forgets what was read already. */
    void stall() {
        isDeaf = true;
        channel().config().setAutoRead(false);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the fate is told when it is closed
    void leave() {
        isDeaf = true;
        channel().close();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is an exception caught
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        ByteBuf out = context.alloc().directBuffer();
        if (!greeting.knock(out)) {
            unconfirmed = greeting.write(out);
        }
        context.writeAndFlush(out, context.voidPromise());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is an exception caught
    public void admitted() {
        ByteBuf out = channel().alloc().directBuffer();
        unconfirmed = greeting.write(out);
        channel().writeAndFlush(out, channel().voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (!isDeaf) {
                tally.read(in.readableBytes());
                load.intake().take(in, this);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        load.turn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fate.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!isDeaf) {
            fate.failed(this, cause);
        }
        leave();
    }

    @Override
    public void read(ByteBuffer in, int from, int to) {
        int start = from - leftOverBytes;
        in.put(start, leftOver, 0, leftOverBytes);
        int skipped = Math.min(skip, to - start);
        skip -= skipped;
        int at = scan(in, start + skipped, to);
        skip += Math.max(0, at - to);
        keep(in, Math.min(at, to), to);
    }

    /** Reads frame by frame; the last message may end behind {@code end}. */
    private int scan(ByteBuffer in, int start, int end) {
        long now = System.nanoTime();
        int at = start;
        while (at < end) {
            Frame frame = message(in, at, end);
            if (frame == null) {
                int next = wire.other(in, at, end, this);
                if (next == Wire.INCOMPLETE) {
                    break;
                }
                at = next;
            } else {
                if (sequences != null) {
                    deliver(sequences, in, at + frame.headBytes(), now);
                }
                at += frame.bytes();
            }
        }
        return at;
    }

    private void deliver(Sequences sequences, ByteBuffer in, int at, long now) {
        long due = stamp.due(in, at);
        tally.deliver(sequences, due, stamp.publisher(in, at), stamp.sequence(in, at), now);
    }

    private @Nullable Frame message(ByteBuffer in, int at, int end) {
        for (Frame frame : frames) {
            if (end - at >= frame.bytesNeeded() && frame.beginsAt(in, at)) {
                return frame;
            }
        }
        return null;
    }

    private void keep(ByteBuffer in, int from, int to) {
        leftOverBytes = to - from;
        if (leftOverBytes > leftOver.length) {
            if (leftOverBytes > Intake.LEFT_OVER_MAX) {
                leftOverBytes = 0;
                throw new BenchException("the server sent a frame that nobody asked for");
            }
            leftOver = new byte[leftOverBytes];
        }
        in.get(from, leftOver, 0, leftOverBytes);
    }

    @Override
    public void published(long receivers) {
        int expected = receipts.take();
        if (expected < 0) {
            tally.error("a reply to nothing");
        } else {
            tally.answer(expected, receivers);
        }
    }

    @Override
    public void confirmed() {
        if (--unconfirmed == 0 && !isReady) {
            isReady = true;
            fate.ready(this);
        }
    }

    @Override
    public void refused(String error) {
        if (!isReady) {
            throw new BenchException("the server refused: " + error);
        }
        tally.error(error);
        int expected = receipts.take();
        if (expected >= 0) {
            tally.answer(expected, 0);
        }
    }

    @Override
    public void unexpected(String what) {
        tally.error(what);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is an exception caught
    public void answer(byte[] answer) {
        channel().writeAndFlush(Unpooled.wrappedBuffer(answer), channel().voidPromise());
    }
}
