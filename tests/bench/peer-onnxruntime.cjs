// ONNX Runtime's side of run-peers, with the answers of bench-network.c:
//   node peer-onnxruntime.cjs MODULES MODEL SESSIONS THREADS BATCH
// MODULES is the folder where npm put onnxruntime-node. Each session has THREADS threads and
// works on BATCH copies of the image at a time; more than one session run side by side, each
// in a worker of its own. It says "loaded VERSION" before the sessions are made, then
// "ready SHAPE", and obeys "run SECONDS" and "output". A tile is one image, not one batch.
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const path = require('node:path');
const readline = require('node:readline');
const threads = require('node:worker_threads');

const IMAGE_SEED = 1;

// The same image as in bench-network.c.
function fillImage(values) {
  let state = IMAGE_SEED;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = (state >>> 8) / (1 << 23) - 1;
  }
}

class Session {
  static async open(setting) {
    const self = new Session();
    self.ort = require(path.join(setting.modules, 'onnxruntime-node'));
    self.batch = setting.batch;
    // Everything else is ONNX Runtime's default, so that its threads spin as they do for
    // its users.
    self.session = await self.ort.InferenceSession.create(setting.model, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: setting.threads,
      interOpNumThreads: 1,
    });
    self.makeInput();
    return self;
  }

  makeInput() {
    const metadata = this.session.inputMetadata[0];
    this.shape = metadata.shape.slice(1);
    const n = this.shape.reduce((product, dimension) => product * dimension, 1);
    const values = new Float32Array(this.batch * n);
    fillImage(values.subarray(0, n));
    for (let i = 1; i < this.batch; i++) values.copyWithin(i * n, 0, n);
    const tensor = new this.ort.Tensor('float32', values, [this.batch, ...this.shape]);
    this.feeds = { [metadata.name]: tensor };
  }

  async run(seconds) {
    const begin = performance.now();
    let tiles = 0;
    let spent = 0;
    do {
      await this.session.run(this.feeds);
      tiles += this.batch;
      spent = (performance.now() - begin) / 1e3;
    } while (spent < seconds);
    return { tiles, rate: tiles / spent };
  }

  // The first tile's values.
  async output() {
    const results = await this.session.run(this.feeds);
    const { data } = results[this.session.outputNames[0]];
    return Array.from(data.subarray(0, data.length / this.batch));
  }
}

// Both the one session in this thread and one in a worker answer calls of its methods.
class RemoteSession {
  static async open(setting) {
    const self = new RemoteSession();
    self.worker = new threads.Worker(__filename, { workerData: setting });
    self.worker.on('error', fail);
    self.shape = await self.receive();
    return self;
  }

  receive() {
    return new Promise((resolve) => this.worker.once('message', resolve));
  }

  call(method, ...values) {
    this.worker.postMessage([method, ...values]);
    return this.receive();
  }

  run(seconds) {
    return this.call('run', seconds);
  }

  output() {
    return this.call('output');
  }
}

async function serveAsWorker() {
  const session = await Session.open(threads.workerData);
  threads.parentPort.on('message', async ([method, ...values]) => {
    threads.parentPort.postMessage(await session[method](...values));
  });
  threads.parentPort.postMessage(session.shape);
}

async function answerRun(sessions, seconds) {
  const begin = process.cpuUsage();
  const parts = await Promise.all(sessions.map((session) => session.run(seconds)));
  const used = process.cpuUsage(begin);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const tiles = sum(parts.map((part) => part.tiles));
  const rate = sum(parts.map((part) => part.rate));
  return `ran ${tiles} ${rate.toFixed(4)} ${((used.user + used.system) / 1e6).toFixed(4)}`;
}

async function answer(line, sessions) {
  const [command, seconds] = line.trim().split(' ');
  if (command === 'run' && Number(seconds) >= 0) return answerRun(sessions, Number(seconds));
  if (command === 'output') return `output ${(await sessions[0].output()).join(' ')}`;
  throw new Error(`'${line}' is neither 'run SECONDS' nor 'output'`);
}

function fail(error) {
  console.error(String(error.message).trim().split('\n')[0]);
  process.exit(1);
}

async function serve(words) {
  const [modules, model] = words.map((word) => path.resolve(word));
  const [n, nThreads, batch] = words.slice(2).map(Number);
  const setting = { modules, model, threads: nThreads, batch };
  require(path.join(modules, 'onnxruntime-node'));
  const { version } = require(path.join(modules, 'onnxruntime-node', 'package.json'));
  console.log(`loaded ${version}`);
  const kind = n > 1 ? RemoteSession : Session;
  const sessions = [];
  for (let i = 0; i < n; i++) sessions.push(await kind.open(setting));
  console.log(`ready ${[1, ...sessions[0].shape].join('x')}`);
  for await (const line of readline.createInterface({ input: process.stdin }))
    console.log(await answer(line, sessions));
  process.exit(0);
}

if (!threads.isMainThread) {
  serveAsWorker().catch((error) => { throw error; });
} else if (process.argv.length !== 7) {
  console.error('usage: peer-onnxruntime.cjs MODULES MODEL SESSIONS THREADS BATCH');
  process.exit(2);
} else {
  serve(process.argv.slice(2)).catch(fail);
}
