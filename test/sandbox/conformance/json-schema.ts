/** A node of a parsed document; every field of it may be anything. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Words of OpenAPI that say nothing about a value. */
const silent = [
  'example',
  'examples',
  'xml',
  'externalDocs',
  'discriminator',
  'readOnly',
  'writeOnly',
  'description',
  'title',
  'default',
];
/** Below these, names are not words of the language. */
const maps = ['properties', 'schemas'];
const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/**
 * An OpenAPI 3.0 schema, or a tree with such schemas, as JSON Schema. Words that neither of the two knows (a `type` or
 * `required` of another form occurs in BigCommerce's documents) are left out: a validator would refuse the schema.
 * https://spec.openapis.org/oas/v3.0.3#schema-object
 */
export function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (!isNode(value)) return value;
  // What stands beside a reference is not part of the schema, says OpenAPI; that it may be null is meant all the same.
  if (typeof value['$ref'] === 'string') return orNull({ $ref: value['$ref'] }, mayBeNull(value));
  const converted: Node = {};
  for (const [name, inner] of Object.entries(value)) {
    if (maps.includes(name) && isNode(inner)) converted[name] = mapValues(inner);
    else if (!silent.includes(name) && !name.startsWith('x-') && name !== 'nullable') {
      converted[name] = toJsonSchema(inner);
    }
  }
  return orNull(mended(converted), mayBeNull(value));
}

function mapValues(node: Node): Node {
  return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, toJsonSchema(inner)]));
}

/** BigCommerce's documents also write it as an extension. */
function mayBeNull(schema: Node): boolean {
  return schema['nullable'] === true || schema['x-nullable'] === true;
}

function orNull(schema: Node, isNullable: boolean): Node {
  return isNullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function mended(schema: Node): Node {
  const { type, required, enum: values, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  return {
    ...rest,
    // Flags in OpenAPI 3.0, numbers in JSON Schema.
    ...(exclusiveMinimum === true ? { exclusiveMinimum: rest['minimum'] } : {}),
    ...(exclusiveMaximum === true ? { exclusiveMaximum: rest['maximum'] } : {}),
    ...(typeof type === 'string' && types.includes(type) ? { type } : {}),
    ...(Array.isArray(required) && required.length > 0 ? { required } : {}),
    ...(Array.isArray(values) ? { enum: values } : {}),
  };
}
