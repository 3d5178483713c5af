// What the sessions of the Node.js clients share: events in the order in which listeners were told, and steps that
// the test which started this program follows line by line.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const [port, scenario, dialect] = process.argv.slice(2);
export const address = { host: '127.0.0.1', port: Number(port) };

export class Received {
  #events = [];
  #waiting = null;

  add(...words) {
    this.#events.push(words.join(' '));
    this.#waiting?.();
  }

  async #next() {
    while (this.#events.length === 0) {
      await new Promise((resolve) => { this.#waiting = resolve; });
    }
    return this.#events.shift();
  }

  async expect(...expected) {
    for (const event of expected) assert.equal(await this.#next(), event);
  }

  async expectInAnyOrder(...expected) {
    const events = [];
    while (events.length < expected.length) events.push(await this.#next());
    assert.deepEqual(events.sort(), expected.sort());
  }

  async await(expected) {
    while ((await this.#next()) !== expected);
  }
}

// Repeats until the condition holds, a turn of the event loop apart.
export async function until(condition) {
  while (!(await condition().catch(() => false))) await new Promise(setImmediate);
}

const input = createInterface({ input: process.stdin });

// Tells the test how far this session is, and waits for its answer.
export async function reached(step) {
  console.log(step);
  await once(input, 'line');
}

// Runs the scenario that the command line names; anything that goes wrong ends the program with a failure.
export async function run(scenarios) {
  await scenarios[scenario]();
  console.log('done');
  process.exit(0);
}
