import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../shared/error-codes.ts';
import { problemCodes, recordKinds, recordReasons, recordStates, recordWarnings } from '../../shared/sync.ts';
import { filterToPath, searchToFilter } from '../activity/record-filter.ts';
import { problemTones, remedies } from '../overview/problem-remedy.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Messages } from './message.ts';

const languages: readonly (readonly [string, Messages])[] = [
  ['English', en],
  ['Spanish', es],
];

describe.each(languages)('in %s', (_name, words) => {
  const keys = new Set(Object.keys(words));

  it('every reason says what it is and what it means', () => {
    for (const reason of recordReasons) {
      expect(keys).toContain(`reason.${reason}`);
      expect(keys).toContain(`explain.${reason}`);
    }
  });

  it('every problem has a title, an explanation and a remedy', () => {
    for (const code of problemCodes) {
      expect(keys).toContain(`problem.${code}.title`);
      expect(keys).toContain(`problem.${code}.text`);
      expect(keys).toContain(`problem.${code}.remedy`);
    }
  });

  it('every error says what happened and what to do', () => {
    for (const code of [...errorCodes, 'offline']) {
      expect(keys).toContain(`error.${code}.title`);
      expect(keys).toContain(`error.${code}.text`);
    }
  });

  it('every kind, state and warning has a name', () => {
    for (const kind of recordKinds) {
      expect(keys).toContain(`kind.${kind}`);
      expect(keys).toContain(`kinds.${kind}`);
    }
    for (const state of recordStates) expect(keys).toContain(`state.${state}`);
    for (const warning of recordWarnings) {
      expect(keys).toContain(`warning.${warning}`);
      expect(keys).toContain(`note.${warning}`);
    }
  });
});

describe('the remedies', () => {
  it('exist for every problem, and lead somewhere inside the panel', () => {
    for (const code of problemCodes) {
      const remedy = remedies[code];
      expect(problemTones[code]).toBeDefined();
      if ('go' in remedy) expect(remedy.go).toMatch(/^\/(activity|mapping|set-up|options|privacy)(\?|$)/);
    }
  });

  it('that show records show those of the problem alone', () => {
    for (const remedy of Object.values(remedies)) {
      if (!('go' in remedy) || !remedy.go.startsWith('/activity?')) continue;
      const [, search = ''] = remedy.go.split('?');
      expect(filterToPath(searchToFilter(search))).toBe(remedy.go);
    }
  });
});
