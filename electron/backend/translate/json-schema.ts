type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keywords whose value is one schema, a list of them, or a record of them. */
const ONE = new Set(['items', 'additionalProperties', 'not']);
const MANY = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const NAMED = new Set(['properties', '$defs', 'definitions', 'patternProperties']);

/** Every schema directly inside of one. */
function inner(schema: Schema): Schema[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    if (ONE.has(key)) return isSchema(value) ? [value] : [];
    if (MANY.has(key)) return Array.isArray(value) ? value.filter(isSchema) : [];
    if (NAMED.has(key) && isSchema(value)) return Object.values(value).filter(isSchema);
    return [];
  });
}

/**
 * True when OpenAI's strict mode takes the schema: every object names all of its properties as
 * required and allows no others.
 */
export function isStrictSchema(schema: Schema): boolean {
  const { type, properties, required, additionalProperties } = schema;
  if (type === 'object' || properties !== undefined) {
    const names = isSchema(properties) ? Object.keys(properties) : [];
    const listed = new Set(Array.isArray(required) ? required : []);
    if (additionalProperties !== false || !names.every((name) => listed.has(name))) return false;
  }
  return inner(schema).every(isStrictSchema);
}

/** Constraints that Anthropic's structured output refuses; its documentation moves them into words. */
const CONSTRAINTS = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'contentEncoding',
  'contentMediaType',
]);
const FORMATS = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'uri',
  'ipv4',
  'ipv6',
  'uuid',
]);

/**
 * A schema as Anthropic's `output_config.format` takes it. Objects are closed, which every answer
 * that fits the closed schema also fits in the open one; constraints that it cannot enforce are told
 * to the model in the description. Null = it holds a map with free keys, which cannot be said.
 */
export function schemaForAnthropic(schema: Schema): Record<string, unknown> | null {
  const result: Record<string, unknown> = {};
  const told: string[] = [];
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$schema') continue;
    if (isTold(key, value)) {
      told.push(`${key}: ${JSON.stringify(value)}`);
      continue;
    }
    const written = rewrite(key, value);
    if (written === null) return null;
    result[key === 'oneOf' ? 'anyOf' : key] = written.value;
  }
  if (schema['type'] === 'object' || schema['properties'] !== undefined) {
    if (isSchema(schema['additionalProperties'])) return null;
    const open = !isSchema(schema['properties']) || Object.keys(schema['properties']).length === 0;
    if (open && schema['additionalProperties'] !== false) return null;
    result['additionalProperties'] = false;
  }
  if (told.length > 0) {
    const said = schema['description'];
    const words = `{${told.join(', ')}}`;
    result['description'] = typeof said === 'string' ? `${said}\n\n${words}` : words;
  }
  return result;
}

function isTold(key: string, value: unknown): boolean {
  if (key === 'format') return typeof value !== 'string' || !FORMATS.has(value);
  if (key === 'minItems') return value !== 0 && value !== 1;
  return CONSTRAINTS.has(key);
}

/** The value of one keyword with the schemas in it rewritten; null = one of them cannot be said. */
function rewrite(key: string, value: unknown): { readonly value: unknown } | null {
  if (ONE.has(key) && isSchema(value)) {
    const written = schemaForAnthropic(value);
    return written === null ? null : { value: written };
  }
  if (MANY.has(key) && Array.isArray(value)) {
    const list = value.map((item: unknown) => (isSchema(item) ? schemaForAnthropic(item) : item));
    return list.includes(null) ? null : { value: list };
  }
  if (NAMED.has(key) && isSchema(value)) {
    const entries = Object.entries(value).map(
      ([name, item]) => [name, isSchema(item) ? schemaForAnthropic(item) : item] as const,
    );
    return entries.some(([, item]) => item === null)
      ? null
      : { value: Object.fromEntries(entries) };
  }
  return { value };
}
