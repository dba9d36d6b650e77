import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isNode, toJsonSchema, type Node } from './json-schema.ts';

/** What a document says of one answer. */
export interface DocumentedAnswer {
  /** Of a body in JSON; undefined when none is documented. */
  mediaType: string | undefined;
  /** Undefined: a body of any form, or none. */
  schema: Node | undefined;
}

export interface DocumentedOperation {
  /** Such as `GET /v3/customers/{}`: the names of parameters are the documents' own affair. */
  operation: string;
  file: string;
  /** Names of the parameters in the query. */
  query: readonly string[];
  answers: ReadonlyMap<number, DocumentedAnswer>;
  /** To which the references in the schemas lead: `#/components/…`. */
  components: Node;
}

/**
 * Where BigCommerce's OpenAPI documents lie: `OPENAPI_FOLDER`, or beside the repository. They are not ours to ship.
 * @returns undefined when there are none
 */
export function documentsFolder(): string | undefined {
  const given = process.env['OPENAPI_FOLDER'];
  const beside = resolve(import.meta.dirname, '../../../../shared/openapi/bigcommerce');
  const folder = given ?? beside;
  return existsSync(folder) ? folder : undefined;
}

/** Method and path with nameless parameters. */
export function operationName(method: string, path: string): string {
  const nameless = path.replace(/\{[^}]*\}|:\w+/g, '{}').replace(/\/+$/, '');
  return `${method.toUpperCase()} ${nameless}`;
}

/** Reads the management API's operations; documents of other hosts (storefront, login) are left out. */
export function readDocuments(folder: string): DocumentedOperation[] {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return files.sort().flatMap((file) => {
    const document: unknown = parse(readFileSync(join(folder, file), 'utf8'), { logLevel: 'error' });
    return isNode(document) ? operationsOf(file, document) : [];
  });
}

const methods = ['get', 'post', 'put', 'delete'];

function operationsOf(file: string, document: Node): DocumentedOperation[] {
  const [server] = Array.isArray(document['servers']) ? document['servers'] : [];
  const base = /^https:\/\/api\.bigcommerce\.com\/stores\/[^/]+\/(v\d)\/?$/.exec(
    String(Reflect.get(Object(server), 'url')),
  )?.[1];
  const paths = document['paths'];
  if (base === undefined || !isNode(paths)) return [];
  const components = toJsonSchema(document['components'] ?? {}) as Node; // of an object an object is made
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const described = isNode(item) ? item[method] : undefined;
      if (!isNode(described)) return [];
      return [
        {
          operation: operationName(method, `/${base}${path}`),
          file,
          components,
          query: [...queryOf(document, item), ...queryOf(document, described)],
          answers: answersOf(document, described['responses']),
        },
      ];
    }),
  );
}

/** The parameters of a path or of an operation. */
function queryOf(document: Node, described: unknown): string[] {
  const list = isNode(described) ? described['parameters'] : undefined;
  if (!Array.isArray(list)) return [];
  return list
    .map((parameter) => followed(document, parameter))
    .filter((parameter) => parameter['in'] === 'query')
    .map(({ name }) => String(name));
}

function answersOf(document: Node, responses: unknown): Map<number, DocumentedAnswer> {
  const answers = new Map<number, DocumentedAnswer>();
  if (!isNode(responses)) return answers;
  for (const [status, response] of Object.entries(responses)) {
    const content = followed(document, response)['content'];
    const [mediaType, media] = jsonOf(content);
    const schema = isNode(media) && isNode(media['schema']) ? toJsonSchema(media['schema']) : undefined;
    answers.set(Number(status), { mediaType, schema: isNode(schema) ? schema : undefined });
  }
  return answers;
}

function jsonOf(content: unknown): [mediaType: string | undefined, media: unknown] {
  const entries = isNode(content) ? Object.entries(content) : [];
  return entries.find(([type]) => /^application\/(\w+\+)?json$/.test(type)) ?? [undefined, undefined];
}

/** A response or parameter may be a reference to one. */
function followed(document: Node, thing: unknown): Node {
  if (!isNode(thing)) return {};
  const reference = thing['$ref'];
  if (typeof reference !== 'string') return thing;
  const found = reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, name) => (isNode(node) ? node[unescaped(name)] : undefined), document);
  return isNode(found) ? followed(document, found) : {};
}

export function unescaped(name: string): string {
  return decodeURIComponent(name).replace(/~1/g, '/').replace(/~0/g, '~');
}
