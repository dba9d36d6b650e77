import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { DocumentedOperation } from './documents.ts';
import { undocumentedFields } from './undocumented-fields.ts';

/** An answer of the sandbox to a call. */
export interface SandboxAnswer {
  operation: string;
  status: number;
  mediaType: string;
  /** Undefined: none. */
  body: unknown;
}

/** One way in which an answer is not as documented. */
export interface Finding {
  operation: string;
  status: number;
  /** Place in the body; a star stands for any number. */
  at: string;
  /** Such as `must be string` or `undocumented field`. */
  what: string;
}

/** Compares answers with what their documents say of them; schemas are compiled once. */
export function createJudge() {
  // The documents are not ours: what is no JSON Schema in them was left out, what is sloppy has to be lived with.
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  const compiled = new Map<string, ValidateFunction>();

  function validatorFor(documented: DocumentedOperation, status: number, schema: object): ValidateFunction {
    const name = `${documented.file} ${documented.operation} ${status}`;
    const known = compiled.get(name);
    if (known) return known;
    const fresh = ajv.compile({ allOf: [schema], components: documented.components });
    compiled.set(name, fresh);
    return fresh;
  }

  return function judge(
    documented: DocumentedOperation,
    { operation, status, mediaType, body }: SandboxAnswer,
  ): Finding[] {
    const finding = (at: string, what: string): Finding => ({ operation, status, at, what });
    const answer = documented.answers.get(status);
    if (!answer) return [finding('', 'undocumented status')];
    if (answer.mediaType === undefined) return body === undefined ? [] : [finding('', 'undocumented body')];
    // Of a 204 the documents show what the body would say, but there is none.
    if (body === undefined) return status === 204 ? [] : [finding('', 'no body')];
    if (!mediaType.startsWith(answer.mediaType)) return [finding('', `not ${answer.mediaType}`)];
    if (!answer.schema) return [];
    const validate = validatorFor(documented, status, answer.schema);
    validate(body);
    return [
      ...(validate.errors ?? [])
        .filter(isTelling)
        .map((error) => finding(starred(error.instancePath), inWords(error))),
      ...undocumentedFields(answer.schema, documented.components, body).map((at) =>
        finding(at, 'undocumented field'),
      ),
    ];
  };
}

/** Of a choice only the failed alternatives tell something, and that null would do as well is not the point. */
function isTelling({ keyword, params }: ErrorObject): boolean {
  if (keyword === 'oneOf') return Reflect.get(params, 'passingSchemas') !== null;
  return keyword !== 'anyOf' && !(keyword === 'type' && Reflect.get(params, 'type') === 'null');
}

function starred(place: string): string {
  return place.replace(/\/\d+(?=\/|$)/g, '/*');
}

function inWords({ keyword, message = '', params }: ErrorObject): string {
  if (keyword === 'enum') return 'not one of the documented values';
  if (keyword === 'required') return `without ${String(Reflect.get(params, 'missingProperty'))}`;
  return message;
}
