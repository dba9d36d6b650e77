import { describe, expect, it } from 'vitest';
import { createCostlyAnswers } from './costly-answers.ts';

/** Somebody who answers as late as he is told to. */
function createSlowOracle() {
  let now = 0;
  const asked: ((error?: Error) => void)[] = [];
  const answers = createCostlyAnswers<number>(() => now);
  return {
    ask: () =>
      answers.get(
        'abc',
        () =>
          new Promise((resolve, reject) => {
            const count = asked.length + 1;
            asked.push((error) => (error === undefined ? resolve(count) : reject(error)));
          }),
      ),
    async answer(afterMs: number, error?: Error) {
      now += afterMs;
      asked.at(-1)?.(error);
      await new Promise(setImmediate);
    },
    pass(ms: number) {
      now += ms;
    },
    times: () => asked.length,
  };
}

describe('costly answers', () => {
  it('are shared by all who ask meanwhile', async () => {
    const oracle = createSlowOracle();
    const both = [oracle.ask(), oracle.ask()];
    await oracle.answer(10);
    expect(await Promise.all(both)).toEqual([1, 1]);
  });

  it('are fresh each time as long as they are quick', async () => {
    const oracle = createSlowOracle();
    void oracle.ask();
    await oracle.answer(99);
    void oracle.ask();
    expect(oracle.times()).toBe(2);
  });

  it('are kept for twenty times as long as they took', async () => {
    const oracle = createSlowOracle();
    void oracle.ask();
    await oracle.answer(200);
    oracle.pass(3_999);
    expect(await oracle.ask()).toBe(1);
    oracle.pass(2);
    void oracle.ask();
    expect(oracle.times()).toBe(2);
  });

  it('are asked for anew after a failure', async () => {
    const oracle = createSlowOracle();
    const failing = oracle.ask();
    await Promise.all([expect(failing).rejects.toThrow('gone'), oracle.answer(200, new Error('gone'))]);
    void oracle.ask();
    expect(oracle.times()).toBe(2);
  });
});
