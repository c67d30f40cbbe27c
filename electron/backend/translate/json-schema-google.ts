type Schema = Readonly<Record<string, unknown>>;

/** What Gemini reads of a JSON Schema as it stands (API reference, `responseJsonSchema`). */
const KEPT = new Set([
  '$id',
  '$anchor',
  '$ref',
  'type',
  'format',
  'title',
  'description',
  'enum',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'required',
  'propertyOrdering',
]);

/** Keywords that hold schemas: one, a list of them, or a record of them. */
const ONE = new Set(['items', 'additionalProperties']);
const MANY = new Set(['anyOf', 'oneOf', 'prefixItems']);
const NAMED = new Set(['properties', '$defs']);

/** Say nothing about a value. */
const DROPPED = new Set(['$schema', '$comment']);

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A JSON Schema as Gemini's `parametersJsonSchema` and `responseJsonSchema` take it, with the same
 * meaning. Older words are replaced by newer ones (`definitions`, `const`, `allOf` of objects); a
 * constraint that Gemini does not enforce is told to the model in the description.
 */
export function schemaForGoogle(schema: Schema): Record<string, unknown> {
  const given = withOneOfAll(withNewerWords(schema));
  if (typeof given['$ref'] === 'string') return reference(given, given['$ref']);
  const result: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [key, value] of Object.entries(given)) {
    if (DROPPED.has(key)) continue;
    if (ONE.has(key)) result[key] = rewrite(value);
    else if (MANY.has(key) && Array.isArray(value)) result[key] = value.map(rewrite);
    else if (NAMED.has(key) && isSchema(value)) result[key] = rewriteNamed(value);
    else if (KEPT.has(key)) result[key] = value;
    else told.push(`${key}: ${JSON.stringify(value)}`);
  }
  if (told.length > 0) {
    const said = given['description'];
    const words = `{${told.join(', ')}}`;
    result['description'] = typeof said === 'string' ? `${said}\n\n${words}` : words;
  }
  return withNullApart(result);
}

/** Nothing but words starting with `$` may stand beside a reference, so that goes one level down. */
function reference(schema: Schema, ref: string): Record<string, unknown> {
  const { $ref: _, ...others } = schema;
  const $ref = ref.replace(/^#\/definitions\//, '#/$defs/');
  const beside = schemaForGoogle(others);
  const plain = Object.keys(beside).every((key) => key.startsWith('$'));
  return plain ? { ...beside, $ref } : { ...beside, anyOf: [{ $ref }] };
}

function withNewerWords(schema: Schema): Schema {
  const { definitions, const: only, items, ...others } = schema;
  return {
    ...others,
    ...(definitions !== undefined && { $defs: definitions }),
    ...(Array.isArray(items) ? { prefixItems: items } : items !== undefined && { items }),
    ...constOf(only),
  };
}

/** Gemini's `enum` is for strings and numbers. */
function constOf(only: unknown): Schema {
  if (typeof only === 'string' || typeof only === 'number') return { enum: [only] };
  if (only === null) return { type: 'null' };
  return only === undefined ? {} : { const: only };
}

/** `allOf` joined into the schema itself, where nothing is said twice and differently. */
function withOneOfAll(schema: Schema): Schema {
  const { allOf, ...others } = schema;
  if (!Array.isArray(allOf) || !allOf.every(isSchema)) return schema;
  let joined: Schema | null = others;
  for (const part of allOf) joined = joined === null ? null : join(joined, withNewerWords(part));
  return joined ?? schema;
}

function join(first: Schema, second: Schema): Schema | null {
  const joined: Record<string, unknown> = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const old = joined[key];
    if (old === undefined) joined[key] = value;
    else if (key === 'properties' && isSchema(old) && isSchema(value)) {
      const shared = Object.keys(value).some((name) => Object.hasOwn(old, name));
      if (shared) return null;
      joined[key] = { ...old, ...value };
    } else if (key === 'required' && Array.isArray(old) && Array.isArray(value)) {
      joined[key] = [...new Set<unknown>([...old, ...value])];
    } else if (key !== 'description' && JSON.stringify(old) !== JSON.stringify(value)) return null;
  }
  // A closed object beside another one allows nothing that both name.
  const closed = [first, second].some((part) => part['additionalProperties'] === false);
  return closed && first['properties'] !== undefined && second['properties'] !== undefined
    ? null
    : joined;
}

/** Takes null out of an `enum`, where it may not stand, and lets it stand beside. */
function withNullApart(schema: Record<string, unknown>): Record<string, unknown> {
  const { enum: values, type, description, ...others } = schema;
  if (!Array.isArray(values) || !values.includes(null)) return schema;
  const kinds = Array.isArray(type) ? type.filter((kind) => kind !== 'null') : type;
  const rest = {
    ...others,
    ...(kinds !== undefined && { type: kinds }),
    enum: values.filter((value) => value !== null),
  };
  return {
    ...(description !== undefined && { description }),
    anyOf: [rest, { type: 'null' }],
  };
}

function rewrite(value: unknown): unknown {
  return isSchema(value) ? schemaForGoogle(value) : value;
}

function rewriteNamed(named: Schema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(named).map(([name, item]) => [name, rewrite(item)]));
}
