// Sessions of ioredis: node ioredis.mjs PORT SCENARIO DIALECT
import assert from 'node:assert/strict';
import Redis from 'ioredis';
import { address, dialect, reached, Received, run, until } from './session.mjs';

const received = new Received();

// ioredis asks for RESP3 when it is told nothing.
function connect(options = {}) {
  const client = new Redis({
    ...address,
    connectionName: 'crier-test',
    retryStrategy: () => 10,
    ...(dialect === 'RESP2' ? { protocol: 2 } : {}),
    ...options,
  });
  client.on('error', () => {});
  client.on('message', (channel, text) => received.add('message', channel, text));
  client.on('pmessage', (pattern, channel, text) => received.add('pmessage', pattern, channel, text));
  client.on('smessage', (channel, text) => received.add('smessage', channel, text));
  return client;
}

await run({
  async session() {
    const [subscriber, publisher] = [connect(), connect()];
    assert.equal(await subscriber.subscribe('news', 'sport'), 2);
    assert.equal(await subscriber.psubscribe('n?ws'), 3);
    assert.match(await publisher.client('LIST'),
      new RegExp(`name=crier-test .* sub=2 psub=1 .*resp=${dialect.at(-1)}`));
    assert.equal(await publisher.publish('news', 'first'), 2);
    await received.expectInAnyOrder('message news first', 'pmessage n?ws news first');
    assert.deepEqual((await publisher.pubsub('CHANNELS')).sort(), ['news', 'sport']);
    assert.equal(await publisher.pubsub('NUMPAT'), 1);
    assert.deepEqual(await publisher.pubsub('NUMSUB', 'news', 'nobody'), ['news', 1, 'nobody', 0]);
    assert.ok(await subscriber.ping());

    assert.equal(await subscriber.punsubscribe('n?ws'), 2);
    assert.equal(await subscriber.unsubscribe('news'), 1);
    assert.equal(await publisher.publish('news', 'unheard'), 0);
    assert.equal(await subscriber.unsubscribe(), 0);
    assert.equal(await subscriber.ping(), 'PONG');
    await subscriber.quit();
    await publisher.quit();
  },

  async order() {
    const [subscriber, publisher] = [connect(), connect()];
    await subscriber.subscribe('busy');
    const counts = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => publisher.publish('busy', `message ${i}`)));
    assert.ok(counts.every((count) => count === 1));
    for (let i = 0; i < 1000; i++) await received.expect(`message busy message ${i}`);
  },

  async binary() {
    const [subscriber, publisher] = [connect(), connect()];
    const channel = Buffer.from('c\0h\r\n\xff', 'latin1');
    const payload = Buffer.from('\0\r\n$-1\r\n\xff\xfe', 'latin1');
    subscriber.removeAllListeners('message');
    subscriber.on('messageBuffer', (name, bytes) => received.add(name.toString('hex'), bytes.toString('hex')));
    await subscriber.subscribe(channel);
    assert.equal(await publisher.publish(channel, payload), 1);
    await received.expect(`${channel.toString('hex')} ${payload.toString('hex')}`);
  },

  async shard() {
    const [subscriber, publisher] = [connect(), connect()];
    assert.equal(await subscriber.ssubscribe('news'), 1);
    assert.equal(await publisher.publish('news', 'not for shards'), 0);
    assert.equal(await publisher.spublish('news', 'for shards'), 1);
    await received.expect('smessage news for shards');
    assert.deepEqual(await publisher.pubsub('SHARDNUMSUB', 'news'), ['news', 1]);
    assert.equal(await subscriber.sunsubscribe('news'), 0);
    assert.equal(await publisher.spublish('news', 'unheard'), 0);
  },

  async streams() {
    const nameless = { connectionName: null }; // entries would tell it
    const [client, worker] = [connect(nameless), connect(nameless)];
    await client.xgroup('CREATE', 'global', 'workers', '$', 'MKSTREAM');
    const waiting = worker.xreadgroup('GROUP', 'workers', 'me', 'BLOCK', 0, 'STREAMS', 'global', '>');
    const id = await client.xadd('global', '*', 'message', 'work');
    assert.deepEqual(await client.xrange('global', '-', '+'), [[id, ['message', 'work']]]);
    assert.match(JSON.stringify(await waiting), new RegExp(`"global".*"${id}".*"work"`));
    assert.equal((await client.xpending('global', 'workers'))[0], 1);
    assert.equal((await client.xclaim('global', 'workers', 'other', 0, id))[0][0], id);
    assert.equal((await client.xautoclaim('global', 'workers', 'me', 0, '0'))[1][0][0], id);
    assert.equal(await client.xack('global', 'workers', id), 1);
    assert.match(JSON.stringify(await client.xread('STREAMS', 'global', '0')), new RegExp(id));
    assert.ok(await client.xinfo('GROUPS', 'global'));
  },

  async restart() {
    const [subscriber, publisher] = [connect(), connect()];
    await subscriber.subscribe('news');
    await subscriber.psubscribe('n*');
    await reached('restart the server');
    await until(async () => (await publisher.publish('news', 'back')) === 2);
    await received.await('message news back');
    await received.await('pmessage n* news back');
  },

  async password() {
    const once = { retryStrategy: null };
    await assert.rejects(connect(once).publish('news', 'hello'), /NOAUTH/);
    await assert.rejects(connect({ ...once, password: 'wrong' }).publish('news', 'hello'), /NOAUTH|WRONGPASS/);
    const [subscriber, publisher] = [connect({ password: 'sesame' }), connect({ password: 'sesame' })];
    await subscriber.subscribe('news');
    assert.equal(await publisher.publish('news', 'hello'), 1);
    await received.expect('message news hello');
  },
});
