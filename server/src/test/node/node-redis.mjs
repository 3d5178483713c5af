// Sessions of node-redis: node node-redis.mjs PORT SCENARIO DIALECT
import assert from 'node:assert/strict';
import { createClient } from 'redis';
import { address, dialect, port, reached, Received, run, until } from './session.mjs';

const received = new Received();
const message = (text, channel) => received.add('message', channel, text);
const pmessage = (text, channel) => received.add('pmessage', channel, text);

// node-redis asks for RESP3 when it is told nothing.
async function connect(options = {}) {
  const client = createClient({
    socket: { ...address, reconnectStrategy: 10 },
    name: 'crier-test',
    ...(dialect === 'RESP2' ? { RESP: 2 } : {}),
    ...options,
  });
  client.on('error', () => {});
  return client.connect();
}

await run({
  async session() {
    const [subscriber, publisher] = [await connect(), await connect()];
    await subscriber.subscribe(['news', 'sport'], message);
    await subscriber.pSubscribe('n?ws', pmessage);
    assert.match(await publisher.sendCommand(['CLIENT', 'LIST']),
      new RegExp(`name=crier-test .* sub=2 psub=1 .*resp=${dialect.at(-1)}`));
    assert.equal(await publisher.publish('news', 'first'), 2);
    await received.expectInAnyOrder('message news first', 'pmessage news first');
    assert.deepEqual((await publisher.pubSubChannels()).sort(), ['news', 'sport']);
    assert.equal(await publisher.pubSubNumPat(), 1);
    assert.deepEqual({ ...await publisher.pubSubNumSub(['news', 'nobody']) }, { news: 1, nobody: 0 });
    assert.ok(await subscriber.ping());

    await subscriber.pUnsubscribe('n?ws');
    assert.equal(await publisher.publish('news', 'second'), 1);
    await received.expect('message news second');
    await subscriber.unsubscribe('news');
    assert.equal(await publisher.publish('news', 'unheard'), 0);
    await subscriber.unsubscribe();
    assert.deepEqual(await publisher.pubSubChannels(), []);
    assert.equal(String(await subscriber.ping()), 'PONG');
    await subscriber.close();
    await publisher.close();
  },

  async order() {
    const [subscriber, publisher] = [await connect(), await connect()];
    await subscriber.subscribe('busy', message);
    const counts = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => publisher.publish('busy', `message ${i}`)));
    assert.ok(counts.every((count) => count === 1));
    for (let i = 0; i < 1000; i++) await received.expect(`message busy message ${i}`);
  },

  async binary() {
    const [subscriber, publisher] = [await connect(), await connect()];
    const channel = Buffer.from('c\0h\r\nz');
    const payload = Buffer.from('\0\r\n$-1\r\n\xff\xfe', 'latin1');
    await subscriber.subscribe(channel.toString(),
      (bytes, name) => received.add(name.toString('hex'), bytes.toString('hex')), true);
    assert.equal(await publisher.publish(channel, payload), 1);
    await received.expect(`${channel.toString('hex')} ${payload.toString('hex')}`);
  },

  async shard() {
    const [subscriber, publisher] = [await connect(), await connect()];
    await subscriber.sSubscribe('news', message);
    assert.equal(await publisher.publish('news', 'not for shards'), 0);
    assert.equal(await publisher.sPublish('news', 'for shards'), 1);
    await received.expect('message news for shards');
    assert.deepEqual(await publisher.pubSubShardChannels(), ['news']);
    assert.deepEqual({ ...await publisher.pubSubShardNumSub(['news']) }, { news: 1 });
    await subscriber.sUnsubscribe();
    assert.equal(await publisher.sPublish('news', 'unheard'), 0);
  },

  async streams() {
    const nameless = { name: undefined }; // entries would tell it
    const [client, worker] = [await connect(nameless), await connect(nameless)];
    const plain = (value) => JSON.parse(JSON.stringify(value));
    await client.xGroupCreate('global', 'workers', '$', { MKSTREAM: true });
    const waiting = worker.xReadGroup('workers', 'me', { key: 'global', id: '>' }, { BLOCK: 0 });
    const id = await client.xAdd('global', '*', { message: 'work' });
    const entry = { id, message: { message: 'work' } };
    assert.deepEqual(plain(await client.xRange('global', '-', '+')), [entry]);
    assert.deepEqual(plain((await waiting)[0].messages.map(({ id, message }) => ({ id, message }))), [entry]);
    assert.equal((await client.xPending('global', 'workers')).pending, 1);
    assert.equal((await client.xClaim('global', 'workers', 'other', 0, id))[0].id, id);
    assert.equal((await client.xAutoClaim('global', 'workers', 'me', 0, '0')).messages[0].id, id);
    assert.equal(await client.xAck('global', 'workers', id), 1);
    assert.equal((await client.xInfoStream('global')).length, 1);
    assert.equal((await client.xInfoGroups('global')).length, 1);
    assert.equal((await client.xInfoConsumers('global', 'workers')).length, 2);
    assert.equal((await client.xRead({ key: 'global', id: '0' }))[0].messages[0].id, id);
  },

  async restart() {
    const [subscriber, publisher] = [await connect(), await connect()];
    await subscriber.subscribe('news', message);
    await subscriber.pSubscribe('n*', pmessage);
    await subscriber.sSubscribe('shard', message);
    await reached('restart the server');
    await until(async () => (await publisher.publish('news', 'back')) === 2);
    await received.await('message news back');
    await received.await('pmessage news back');
    await until(async () => (await publisher.sPublish('shard', 'too')) === 1);
    await received.await('message shard too');
  },

  async password() {
    const url = (password) => ({ url: `redis://:${password}@127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
    await assert.rejects(connect({ socket: { ...address, reconnectStrategy: false } }), /NOAUTH/);
    await assert.rejects(connect(url('wrong')), /WRONGPASS/);
    const [subscriber, publisher] = [await connect(url('sesame')), await connect(url('sesame'))];
    await subscriber.subscribe('news', message);
    assert.equal(await publisher.publish('news', 'hello'), 1);
    await received.expect('message news hello');
  },
});
