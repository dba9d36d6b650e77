import boundaries from 'eslint-plugin-boundaries';

/*
 * The layer table as lint settings: which folder may import from which. A file imports from its own folder and from
 * rows above it; `types` are imports that vanish when compiled.
 */

/** The folders and files of each layer; no file is in two. */
const layerFiles = [
  { category: 'shared', pattern: 'shared/**' },
  {
    category: 'base',
    pattern: 'server/{config,config-fields,secret-keys,crash-points,errors,log,clock,time-limit}.ts',
  },
  { category: 'http', pattern: 'server/http/**' },
  { category: 'upstream', pattern: 'server/upstream/**' },
  { category: 'db', pattern: 'server/db/**' },
  { category: 'bigcommerce', pattern: 'server/bigcommerce/**' },
  { category: 'aiq', pattern: 'server/aiq/**' },
  { category: 'mapping', pattern: 'server/sync/mapping/**' },
  { category: 'context', pattern: 'server/context.ts' },
  { category: 'sync', pattern: 'server/sync/{*,!(mapping)/**}' },
  { category: 'lifecycle', pattern: 'server/lifecycle/**' },
  { category: 'webhooks', pattern: 'server/webhooks/**' },
  { category: 'panel', pattern: 'server/panel/**' },
  { category: 'schedule', pattern: 'server/schedule/**' },
  { category: 'program', pattern: 'server/{app,start,main}.ts' },
  { category: 'client', pattern: 'client/**' },
  { category: 'sandbox', pattern: 'test/sandbox/**' },
];

/** @type {Record<string, { values: string[], types?: string[] }>} */
export const table = {
  shared: { values: [] },
  base: { values: ['shared'] },
  http: { values: ['shared', 'base'] },
  upstream: { values: ['shared', 'base'] },
  db: { values: ['shared', 'base'] },
  bigcommerce: { values: ['base', 'upstream'] },
  aiq: { values: ['base', 'upstream'] },
  mapping: { values: ['shared'], types: ['bigcommerce', 'aiq'] },
  context: {
    values: ['shared', 'base', 'http', 'upstream', 'db', 'bigcommerce', 'aiq', 'mapping'],
    types: ['sync'],
  },
  sync: { values: ['shared', 'base', 'mapping', 'upstream'], types: ['http', 'db', 'bigcommerce', 'aiq'] },
  lifecycle: { values: ['shared', 'base', 'http', 'sync'], types: ['db', 'bigcommerce', 'aiq'] },
  webhooks: { values: ['shared', 'base', 'http', 'sync'], types: ['db', 'bigcommerce', 'aiq'] },
  panel: { values: ['shared', 'base', 'http', 'upstream', 'sync'], types: ['db', 'bigcommerce', 'aiq'] },
  schedule: { values: ['shared', 'base', 'http', 'sync'], types: ['db', 'bigcommerce', 'aiq'] },
  program: {
    values: [
      'shared',
      'base',
      'http',
      'upstream',
      'db',
      'bigcommerce',
      'aiq',
      'mapping',
      'context',
      'sync',
      'lifecycle',
      'webhooks',
      'panel',
      'schedule',
    ],
  },
  client: { values: ['shared'] },
  sandbox: { values: [] },
};

/** The only packages of the layers that are kept free of I/O. */
const packages = {
  shared: ['zod'],
  mapping: ['decimal.js', 'libphonenumber-js', 'node:crypto'],
};

const anyModule = { module: { origin: ['external', 'core'] } };
const from = (layer) => ({ file: { categories: layer } });
const to = (layers) => ({ file: { categories: { anyOf: layers } } });

const policies = [
  { allow: { to: anyModule } },
  ...Object.entries(packages).flatMap(([type, sources]) => [
    { from: from(type), disallow: { to: anyModule } },
    ...sources.map((source) => ({ from: from(type), allow: { to: { module: { source } } } })),
  ]),
  ...Object.keys(table)
    .filter((type) => type !== 'db')
    .map((type) => ({ from: from(type), disallow: { to: { module: { source: 'mongoose' } } } })),
  ...Object.entries(table).flatMap(([type, { values, types = [] }]) => [
    { from: from(type), allow: { to: to([type, ...values]) } },
    ...(types.length === 0
      ? []
      : [{ from: from(type), allow: { to: to(types), dependency: { kind: 'type' } } }]),
  ]),
];

/** @type {import('eslint').Linter.Config} */
export const layers = {
  files: ['{server,client,shared}/**/*.{ts,tsx}', 'test/sandbox/**/*.ts'],
  ignores: ['{server,client,shared}/**/*.test.{ts,tsx}', 'server/bigcommerce/fixtures.ts'],
  plugins: { boundaries },
  settings: {
    'boundaries/files': layerFiles,
    'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        checkAllOrigins: true,
        checkUnknownLocals: true,
        checkInternals: true,
        policies,
      },
    ],
  },
};
