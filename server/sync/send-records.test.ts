import { describe, expect, it } from 'vitest';
import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts';
import { createRejectionWatch, EverythingRejectedError } from './rejection-watch.ts';
import { largestBulk, sendRecords, type Sending } from './send-records.ts';

function failed(failure: UpstreamFailure): UpstreamError {
  return new UpstreamError({ service: 'aiq', failure, message: failure, method: 'POST', path: '/' });
}

function buildAiq(isBad: (record: number) => boolean, maxArray = Infinity) {
  const calls: number[][] = [];
  async function take(records: number[]): Promise<void> {
    calls.push(records);
    if (records.length > maxArray || records.some(isBad)) throw failed('rejected');
  }
  const sending: Sending<number> = {
    one: (record) => take([record]),
    many: take,
    size: { value: largestBulk, ceiling: largestBulk },
    watch: createRejectionWatch(),
    beforeCall: () => undefined,
    crashPoint: () => undefined,
  };
  return { calls, sending };
}

const numbers = (count: number): number[] => [...Array(count).keys()];

describe('sendRecords', () => {
  it('finds the one bad record wherever it is, in log2(n) + 1 calls, and delivers the others', async () => {
    for (const bad of numbers(64)) {
      const { calls, sending } = buildAiq((record) => record === bad);
      let found = 0;
      const watch = createRejectionWatch();
      sending.watch = {
        ...watch,
        rejected() {
          watch.rejected();
          found = calls.length;
        },
      };
      const result = await sendRecords(numbers(64), sending);
      expect(result.rejected.map(({ record }) => record)).toEqual([bad]);
      expect([...result.accepted].sort((a, b) => a - b)).toEqual(numbers(64).filter((n) => n !== bad));
      // Where every refused call was larger than every accepted one, it could be the size: one more call tells.
      const couldBeSize = [1, 3, 7, 15, 31, 63].includes(bad);
      expect(found).toBeLessThanOrEqual(Math.log2(64) + 1 + (couldBeSize ? 1 : 0));
    }
  });

  it('learns how many records AIQ takes at once, and blames none for it', async () => {
    const { sending } = buildAiq(() => false, 30);
    const result = await sendRecords(numbers(300), sending);
    expect(result.rejected).toEqual([]);
    expect(result.accepted).toHaveLength(300);
    expect(sending.size.value).toBeLessThanOrEqual(30);
  });

  it('gives up when AIQ refuses everything, instead of asking for each', async () => {
    const { calls, sending } = buildAiq(() => true);
    const result = await sendRecords(numbers(10_000), sending);
    expect(result.failure).toBeInstanceOf(EverythingRejectedError);
    expect(result.rejected.length).toBeLessThanOrEqual(25);
    expect(calls.length).toBeLessThanOrEqual(50);
  });

  it('says what was accepted before a failure that is not the records’ fault', async () => {
    const { calls, sending } = buildAiq(() => false);
    const many = sending.many.bind(sending);
    sending.many = async (records) => {
      if (calls.length === 1) throw failed('timeout');
      await many(records);
    };
    const result = await sendRecords(numbers(250), sending);
    expect(result.accepted).toEqual(numbers(100));
    expect(result.failure).toMatchObject({ failure: 'timeout' });
    expect(sending.size.value).toBe(50);
  });

  it.each<UpstreamFailure>(['timeout', 'network', 'unavailable', 'garbage', 'aborted'])(
    'names the records of a call that failed with “%s”, which AIQ may have taken, and none that was not sent',
    async (failure) => {
      const { sending } = buildAiq(() => false);
      const many = sending.many.bind(sending);
      sending.many = async (records) => {
        if (records.includes(150)) throw failed(failure);
        await many(records);
      };
      const { accepted, unknown } = await sendRecords(numbers(250), sending);
      expect(accepted).toEqual(numbers(100));
      expect(unknown).toEqual(numbers(200).slice(100));
    },
  );

  it.each([
    ['AIQ wanted fewer calls', failed('throttled')],
    ['AIQ refused the key', failed('unauthorized')],
    [
      'the call never left',
      new UpstreamError({
        service: 'aiq',
        failure: 'network',
        message: 'refused',
        method: 'POST',
        path: '/',
        unsent: true,
      }),
    ],
  ])('names none when %s', async (_why, error) => {
    const { sending } = buildAiq(() => false);
    sending.many = () => Promise.reject(error);
    expect(await sendRecords(numbers(50), sending)).toMatchObject({ unknown: [], failure: error });
  });
});
