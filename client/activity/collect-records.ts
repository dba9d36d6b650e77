import type { RecordView } from '../../shared/api.ts';
import type { Call } from '../panel-api.ts';
import type { RecordFilter } from './record-filter.ts';

/** More than this is nothing to look at in a spreadsheet, and no browser should hold it. */
export const exportLimit = 20_000;

/**
 * All records of a filter, page by page, up to the limit.
 * @throws ApiError
 */
export async function collectRecords(
  call: Call,
  filter: RecordFilter,
  onProgress: (count: number) => void,
  limit = exportLimit,
): Promise<{ records: RecordView[]; complete: boolean }> {
  const records: RecordView[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('listRecords', {
      query: { ...filter, limit: 100, ...(cursor ? { cursor } : {}) },
    });
    records.push(...page.records);
    onProgress(records.length);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && records.length < limit);
  return { records: records.slice(0, limit), complete: cursor === undefined };
}
