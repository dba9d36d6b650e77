import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Child<Answer> {
  pid: number;
  answer: Promise<Answer>;
  end(): void;
}

/** Starts a module of this folder as a process of its own, which calls `answerParent`. */
export function startChild<Answer>(module: string, input: object): Child<Answer> {
  const child = fork(join(import.meta.dirname, module), { execArgv: ['--import', 'tsx'] });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  async function readAnswer(): Promise<Answer> {
    const ended = once(child, 'exit').then(() =>
      Promise.reject(new Error(`${module} ended without an answer`)),
    );
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer]; // what the module gives
    return answer;
  }
  const answer = readAnswer();
  child.send(input);
  return { pid: child.pid ?? -1, answer, end };
}

/**
 * For such a module: does what its parent asks for, and tells it what came of it.
 * @param work is given what the parent gave to `startChild`, whose type only the two of them know
 */
export function answerParent(work: (input: never) => Promise<object>): void {
  process.once('message', (input) => {
    void work(input as never).then((answer) => process.send?.(answer));
  });
  process.once('disconnect', () => process.exit());
}
