import { unescaped } from './documents.ts';
import { isNode, type Node } from './json-schema.ts';

/**
 * Places of fields that no branch of the schema names; a star stands for any number. JSON Schema allows them silently,
 * so that a misspelt field would pass. Where a schema names no fields at all, anything goes.
 */
export function undocumentedFields(schema: Node, components: Node, value: unknown): string[] {
  const places = new Set<string>();
  visit([schema], value, '');
  return [...places];

  function visit(schemas: readonly Node[], part: unknown, place: string): void {
    const branches = schemas.flatMap((one) => flattened(one, 0));
    if (Array.isArray(part)) {
      const items = branches.map((branch) => branch['items']).filter(isNode);
      for (const item of part) visit(items, item, `${place}/*`);
      return;
    }
    if (!isNode(part)) return;
    const known = branches.map((branch) => branch['properties']).filter(isNode);
    const isOpen = branches.some((branch) => {
      const more = branch['additionalProperties'];
      return more === true || isNode(more);
    });
    if (known.length === 0 || isOpen) return;
    for (const [name, inner] of Object.entries(part)) {
      const described = known
        .filter((properties) => name in properties)
        .map((properties) => properties[name]);
      if (described.length === 0) places.add(`${place}/${name}`);
      else visit(described.filter(isNode), inner, `${place}/${name}`);
    }
  }

  /** The schema and everything that it is composed of. */
  function flattened(one: Node, depth: number): Node[] {
    // Deeper than any answer; a schema may contain itself.
    if (depth > 12) return [];
    const reference = one['$ref'];
    if (typeof reference === 'string') {
      const found = followed(reference);
      return found ? flattened(found, depth + 1) : [];
    }
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((word) => {
      const list = one[word];
      return Array.isArray(list) ? list.filter(isNode) : [];
    });
    return [one, ...parts.flatMap((part) => flattened(part, depth + 1))];
  }

  function followed(reference: string): Node | undefined {
    const found = reference
      .split('/')
      .slice(2)
      .reduce<unknown>((node, name) => (isNode(node) ? node[unescaped(name)] : undefined), components);
    return isNode(found) ? found : undefined;
  }
}
