import { TASK_NAMES } from '@shared/routing/tasks';
import type { Identity } from '../auth';
import { BUILT_IN_PROVIDER } from '../catalog/built-in';
import type { BackendContext } from '../context';
import { AUTO, STRATEGIES } from '../decide/strategies';
import { DIRECT, virtualModel } from '../keys/key-rules';

/** One entry for both protocols: clients of either read their own fields. */
interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  /** Epoch seconds; 0 = not known, which the protocol has no other word for. */
  readonly created: number;
  readonly owned_by: string;
  readonly type: 'model';
  readonly display_name: string;
  readonly created_at: string;
}

interface ModelList {
  readonly object: 'list';
  readonly data: readonly ModelEntry[];
  readonly has_more: false;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

const OWNER = 'auto-router';

/**
 * `GET /v1/models`: the virtual ones first, then what every connected provider lists. An API key sees
 * what it may ask for.
 */
export function modelList(ctx: BackendContext, { key }: Identity): ModelList {
  const virtual = [
    AUTO.name,
    ...TASK_NAMES.map((task) => `${AUTO.name}/${task}`),
    ...STRATEGIES.filter((row) => row !== AUTO).map(({ name }) => virtualModel(name)),
  ];
  const strategies = key?.strategies ?? null;
  const models = key?.models ?? null;
  const builtIn = ctx.providers.get(BUILT_IN_PROVIDER);
  const listed = [
    ...(builtIn === null ? [] : [{ ...builtIn, models: builtIn.models() }]),
    ...ctx.providers.connections(),
  ]
    .flatMap(({ id, models: names }) => (names ?? []).map((name) => entry(`${id}/${name}`, id)))
    .filter(({ id }) => models === null || models.includes(id));
  const data = [
    ...virtual
      .filter((id) => strategies === null || strategies.includes(strategyOf(id)))
      .map((id) => entry(id, OWNER)),
    ...(strategies === null || strategies.includes(DIRECT) ? listed : []),
  ];
  return {
    object: 'list',
    data,
    has_more: false,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

/** `auto/<task>` is the strategy `auto`. */
function strategyOf(id: string): string {
  return TASK_NAMES.some((task) => id === `${AUTO.name}/${task}`) ? AUTO.name : id;
}

function entry(id: string, owner: string): ModelEntry {
  return {
    id,
    object: 'model',
    created: 0,
    owned_by: owner,
    type: 'model',
    display_name: id,
    created_at: '1970-01-01T00:00:00Z',
  };
}
