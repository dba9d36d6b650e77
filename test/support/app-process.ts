import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const readyWithinMs = 60_000;

export interface AppProcess {
  pid: number;
  /** Everything it wrote so far. */
  output(): string;
  /** Its exit code, or null after a signal. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<number | null>;
}

/**
 * Starts the server as a process of its own and waits until it is ready.
 * @param env the app's variables; PORT is needed
 * @param entry the module that starts it, from the project's root: a source, or what the sources were compiled to
 * @param nodeArguments of Node itself, such as `--cpu-prof`
 * @throws Error with what it wrote when it ends before that, or is not ready within a minute
 */
export async function startAppProcess(
  env: Record<string, string>,
  entry = 'server/main.ts',
  nodeArguments: readonly string[] = [],
): Promise<AppProcess> {
  const loader = entry.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...nodeArguments, ...loader, join(root, entry)], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const ended = endOf(child);
  const app: AppProcess = {
    pid: child.pid ?? -1,
    output: () => output,
    ended,
    kill: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void ended.then(() => process.off('exit', killWithUs));

  const deadline = Date.now() + readyWithinMs;
  while (!(await isReady(`http://127.0.0.1:${env['PORT']}/readyz`))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the app did not become ready:\n${output}`);
    }
    await pause(50);
  }
  return app;
}

/** Runs a tool of this project to its end. @throws Error when it fails */
export async function runToEnd(tool: string, args: readonly string[]): Promise<void> {
  const child = spawn(join(root, 'node_modules', '.bin', tool), args, { cwd: root, stdio: 'inherit' });
  const code = await endOf(child);
  if (code !== 0) throw new Error(`${tool} failed with code ${code}`);
}

async function endOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]; // https://nodejs.org/api/child_process.html#event-close
  return code;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
