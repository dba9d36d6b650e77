// Runs mongod as its child and ends it as soon as the parent is gone.
// The parent holds the other end of our standard input and never writes: however the parent dies, `kill -9`
// included, the kernel closes that pipe. Plain JavaScript, so that it starts without a compiler.
//
// Arguments: a JSON array of arguments for mongod after these four: binary, log file, how long a stop may take
// in milliseconds, folder to remove afterwards ('' for none).
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

const [binary, logFile, stopWithin, removeAfterwards, mongodArguments] = process.argv.slice(2);
const log = openSync(logFile, 'a');
const mongod = spawn(binary, JSON.parse(mongodArguments), { stdio: ['ignore', log, log] });

const report = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
// The parent may be gone already: then nobody reads, and mongod must be ended all the same.
process.stdout.on('error', () => undefined);

mongod.on('spawn', () => report({ pid: mongod.pid }));
mongod.on('error', (error) => report({ failed: error.message }));
mongod.on('close', (code, signal) => {
  if (removeAfterwards) rmSync(removeAfterwards, { recursive: true, force: true, maxRetries: 5 });
  process.exitCode = code ?? 1;
  report({ closed: signal ?? code });
  process.stdin.destroy();
});

function stop() {
  // Data that nobody will read again need no clean shutdown.
  mongod.kill(removeAfterwards ? 'SIGKILL' : 'SIGTERM');
  setTimeout(() => mongod.kill('SIGKILL'), Number(stopWithin)).unref();
}
process.stdin.on('end', stop).on('error', stop).resume();

// Ctrl-C reaches the whole group: the parent decides when the database goes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
