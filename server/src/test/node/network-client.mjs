// network_client.py with node-redis.
import { createInterface } from 'node:readline';
import { createClient } from 'redis';

const [host, port, number] = process.argv.slice(2);

async function connect() {
  const client = createClient({
    socket: { host, port: Number(port), keepAlive: true, keepAliveInitialDelay: 1000, connectTimeout: 1000 },
  });
  client.on('error', () => {});
  return client.connect();
}

const [subscriber, publisher] = [await connect(), await connect()];
await subscriber.subscribe('news', (message) => console.log('got', message));
console.log('subscribed');
for await (const line of createInterface({ input: process.stdin })) {
  const count = Number(line);
  await Promise.all(Array.from({ length: count }, (_, i) => publisher.publish('news', `${number}:${i + 1}`)));
}
process.exit();
