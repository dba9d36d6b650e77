import type { RouteName, routes } from '../shared/api.ts';

type Line<N extends RouteName> = Pick<(typeof routes)[N], 'method' | 'path'>;

/**
 * Method and path of every route of `/api`. Written out because `shared/api.ts` brings zod's full build along, 28 kB
 * gzip that the first view does not need; the type makes each line equal to the table's, so the two cannot differ.
 */
export const apiPaths: { readonly [N in RouteName]: Line<N> } = {
  openSession: { method: 'POST', path: '/api/session' },
  renewSession: { method: 'POST', path: '/api/session/renew' },
  getStatus: { method: 'GET', path: '/api/status' },
  linkAiq: { method: 'POST', path: '/api/aiq' },
  unlinkAiq: { method: 'DELETE', path: '/api/aiq' },
  confirmAgeGate: { method: 'POST', path: '/api/setup/age-gate' },
  getMapping: { method: 'GET', path: '/api/mapping' },
  saveMapping: { method: 'PUT', path: '/api/mapping' },
  previewHistory: { method: 'POST', path: '/api/setup/history/preview' },
  saveHistory: { method: 'PUT', path: '/api/setup/history' },
  startTrial: { method: 'POST', path: '/api/setup/trial' },
  getTrial: { method: 'GET', path: '/api/setup/trial' },
  startSync: { method: 'POST', path: '/api/setup/start' },
  getOverview: { method: 'GET', path: '/api/overview' },
  watchOverview: { method: 'GET', path: '/api/events' },
  checkAgreement: { method: 'POST', path: '/api/agreement' },
  getOptions: { method: 'GET', path: '/api/options' },
  previewOptions: { method: 'POST', path: '/api/options/preview' },
  saveOptions: { method: 'PUT', path: '/api/options' },
  listRecords: { method: 'GET', path: '/api/records' },
  exportRecords: { method: 'GET', path: '/api/records.csv' },
  getRecord: { method: 'GET', path: '/api/records/:kind/:id' },
  retryRecord: { method: 'POST', path: '/api/records/:kind/:id/retry' },
  retryReason: { method: 'POST', path: '/api/records/retry' },
  listAudit: { method: 'GET', path: '/api/audit' },
  listUsers: { method: 'GET', path: '/api/users' },
  freeze: { method: 'POST', path: '/api/freeze' },
  thaw: { method: 'POST', path: '/api/thaw' },
  getPrivacy: { method: 'GET', path: '/api/privacy' },
  eraseShopper: { method: 'POST', path: '/api/privacy/erase' },
};
