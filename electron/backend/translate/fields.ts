/** Fields of the gateway itself: read before translation and meant for no provider. */
export const GATEWAY_FIELDS: ReadonlySet<string> = new Set([
  'model',
  'routing_hint',
  'routing_preference',
  'min_quality',
  'max_cost_usd',
  'max_latency_ms',
  'local_only',
]);

/** A field that may be left out when the protocol changes, and why that loses nothing. */
export interface DroppableField {
  readonly field: string;
  readonly reason: string;
  /** True when this value changes nothing; absent = any value. */
  readonly harmless?: (value: unknown) => boolean;
}

/** Names of the fields that are neither read nor droppable: asked for, and not expressible. */
export function unknownFields(
  body: Readonly<Record<string, unknown>>,
  read: ReadonlySet<string>,
  droppable: readonly DroppableField[],
): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    if (read.has(name) || GATEWAY_FIELDS.has(name)) return [];
    const row = droppable.find(({ field }) => field === name);
    return row !== undefined && (row.harmless?.(value) ?? true) ? [] : [name];
  });
}

/** What is wrong with a request, as `path: message`; thrown inside of a reader and caught by it. */
export class ReadProblem extends Error {
  override readonly name = 'ReadProblem';
}

/** The first problem that a schema found, as `path: message`. */
export function firstIssue(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  return `${path === '' ? 'body' : path}: ${issue?.message ?? 'invalid'}`;
}
