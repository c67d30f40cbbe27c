import { TASK_NAMES } from '@shared/routing/tasks';
import type { BackendContext } from '../context';
import { AUTO, STRATEGIES } from '../decide/strategies';

interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  /** Epoch seconds; 0 = not known, which the protocol has no other word for. */
  readonly created: number;
  readonly owned_by: string;
}

const OWNER = 'auto-router';

/** `GET /v1/models`: the virtual ones first, then what every connected provider lists. */
export function modelList(ctx: BackendContext): { object: 'list'; data: ModelEntry[] } {
  const virtual = [
    AUTO.name,
    ...TASK_NAMES.map((task) => `${AUTO.name}/${task}`),
    ...STRATEGIES.filter((row) => row !== AUTO).map((row) => `${AUTO.name}/${row.name}`),
  ];
  const listed = ctx.providers
    .connections()
    .flatMap(({ id, models }) => (models ?? []).map((model) => entry(`${id}/${model}`, id)));
  return { object: 'list', data: [...virtual.map((id) => entry(id, OWNER)), ...listed] };
}

function entry(id: string, owner: string): ModelEntry {
  return { id, object: 'model', created: 0, owned_by: owner };
}
