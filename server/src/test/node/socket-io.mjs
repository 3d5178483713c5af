// Two Socket.IO servers that share their rooms over Redis Pub/Sub: node socket-io.mjs PORT classic|sharded
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createAdapter, createShardedAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { port, Received, run, until } from './session.mjs';

async function start(adapter) {
  const url = `redis://127.0.0.1:${port}`;
  const [publisher, subscriber] = [await createClient({ url }).connect(), await createClient({ url }).connect()];
  const http = createServer();
  const server = new Server(http, { adapter: adapter(publisher, subscriber) });
  server.on('connection', (socket) => {
    socket.on('join', async (room, joined) => { await socket.join(room); joined(); });
  });
  server.on('greet', (name, answer) => answer(`hello ${name}`));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return { server, url: `http://127.0.0.1:${http.address().port}` };
}

async function browser(url, room) {
  const received = new Received();
  const socket = io(url, { transports: ['websocket'] });
  await once(socket, 'connect');
  socket.on('chat', (text) => received.add('chat', text));
  socket.on('bytes', (bytes) => received.add('bytes', Buffer.from(bytes).toString('hex')));
  socket.on('question', (answer) => answer(`from ${room}`));
  await socket.emitWithAck('join', room);
  return { socket, received };
}

async function session(adapter) {
  const [one, two] = [await start(adapter), await start(adapter)];
  const here = await browser(one.url, 'red');
  const there = await browser(two.url, 'blue');
  const elsewhere = await browser(two.url, 'red');
  // Each server learns from the other, over the server, how many sockets there are.
  await until(async () => (await one.server.fetchSockets()).length === 3);
  await until(async () => (await two.server.fetchSockets()).length === 3);

  one.server.emit('chat', 'to all');
  for (const { received } of [here, there, elsewhere]) await received.expect('chat to all');
  one.server.to('blue').emit('chat', 'to blue');
  await there.received.expect('chat to blue');
  two.server.to('red').emit('bytes', Buffer.from('\0\r\n\xff', 'latin1'));
  for (const { received } of [here, elsewhere]) await received.expect('bytes 000d0aff');
  for (let i = 0; i < 100; i++) one.server.to('blue').emit('chat', `number ${i}`);
  for (let i = 0; i < 100; i++) await there.received.expect(`chat number ${i}`);

  const answers = await one.server.timeout(20_000).emitWithAck('question');
  assert.deepEqual(answers.sort(), ['from blue', 'from red', 'from red']);
  const greetings = new Promise((resolve, reject) => {
    one.server.serverSideEmit('greet', 'two', (error, replies) => (error ? reject(error) : resolve(replies)));
  });
  assert.deepEqual(await greetings, ['hello two']);

  one.server.in('blue').disconnectSockets(true);
  await once(there.socket, 'disconnect');
  await until(async () => (await two.server.fetchSockets()).length === 2);
}

await run({
  classic: () => session(createAdapter),
  sharded: () => session(createShardedAdapter),
});
