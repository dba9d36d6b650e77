import { parseJson } from '../upstream/parse-json.ts';
import { safeDetail } from '../upstream/safe-detail.ts';

/**
 * The words of an error answer: V3 objects have `title` (and `detail`), V2 arrays have `message`, OAuth has
 * `error_description` or `error`, some 401s are a bare string, some 429s are empty.
 */
export function answerToDetail(text: string): string | null {
  const body = parseJson(text);
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (typeof first === 'string') return safeDetail(first);
  if (typeof first !== 'object' || first === null) return null;
  const words = ['title', 'message', 'error_description', 'error', 'detail'].flatMap((name) => {
    const value: unknown = Object.getOwnPropertyDescriptor(first, name)?.value;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  return safeDetail(words[0]);
}
