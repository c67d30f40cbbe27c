import type { Candidate } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import type { Connection } from '../providers/registry';
import { BUILT_IN_PROVIDER } from './built-in';
import { leavesMachine } from '../providers/cloud-tag';
import { PRACTICE_PROVIDER, practiceCandidates } from './practice';
import type { CatalogSnapshot } from './source';
import { unlistedCandidate } from './unlisted';

/** A connection with its list ready to be asked; `listed` null = the list is not known. */
export interface Known {
  readonly id: string;
  readonly local: boolean;
  readonly listed: ReadonlyMap<string, string> | null;
  /** Live sessions can be opened at it. */
  readonly realtime: boolean;
}

/** By provider id. An empty list counts as unknown: some endpoints list nothing and serve all. */
export function readConnections(connections: readonly Connection[]): ReadonlyMap<string, Known> {
  return new Map(
    connections
      .filter(({ id }) => id !== PRACTICE_PROVIDER)
      .map(({ id, local, models, realtime = false }) => {
        const known = models !== null && models.length > 0;
        const listed = known ? new Map(models.map((model) => [plainId(model), model])) : null;
        return [id, { id, local, listed, realtime }];
      }),
  );
}

/** Ollama lists `name:latest` for `name`, Google's compatible endpoint `models/name`. */
function plainId(listed: string): string {
  return listed.replace(/^models\//, '').replace(/:latest$/, '');
}

/**
 * The candidates of one task under these connections: the catalog's with their availability, then
 * the chat models that only a provider lists; the practice models only while no real provider is
 * connected, for any task: somebody with a provider wants an error rather than a simulated answer.
 * A task that a model inside the app serves needs none of them either. A plain file stands alone.
 */
export function candidatesUnder(
  snapshot: CatalogSnapshot,
  task: TaskName,
  connections: ReadonlyMap<string, Known>,
): readonly Candidate[] {
  const listed = snapshot.candidates[task];
  if (snapshot.plain) return freeze(listed.map((c) => assumedOrCallable(c, connections)));
  const catalogued = listed.map((c) => ({
    ...c,
    local: isHere(c, connections),
    availability: availabilityOf(c, connections),
  }));
  return freeze([
    ...catalogued,
    ...(task === 'general_assistant' ? unlisted(snapshot, connections) : []),
    ...(connections.size === 0 && !catalogued.some((c) => c.availability === 'callable')
      ? practiceCandidates(task, snapshot.tasks[task])
      : []),
  ]);
}

/** The catalog means the usual address: an Ollama on another machine is not here, whoever made it. */
function isHere(
  { provider, model, local }: Candidate,
  connections: ReadonlyMap<string, Known>,
): boolean {
  return local && connections.get(provider)?.local !== false && !leavesMachine(model);
}

function availabilityOf(
  candidate: Candidate,
  connections: ReadonlyMap<string, Known>,
): Candidate['availability'] {
  if (candidate.provider === BUILT_IN_PROVIDER) return 'callable';
  const connection = connections.get(candidate.provider);
  if (!connection) return 'not_connected';
  if (outOfReach(candidate, connection)) return 'realtime_unreachable';
  if (!connection.listed || connection.listed.has(plainId(candidate.model))) return 'callable';
  return connection.local ? 'not_installed' : 'not_listed';
}

function outOfReach({ capabilities }: Candidate, { realtime }: Known): boolean {
  return capabilities.realtimeOnly === true && !realtime;
}

/** The operator vouches for his models, listed or not: only a connection is needed to call one. */
function assumedOrCallable(
  candidate: Candidate,
  connections: ReadonlyMap<string, Known>,
): Candidate {
  const connection = connections.get(candidate.provider);
  if (connection === undefined) return { ...candidate, availability: 'assumed' };
  return {
    ...candidate,
    local: connection.local && !leavesMachine(candidate.model),
    availability: outOfReach(candidate, connection) ? 'realtime_unreachable' : 'callable',
  };
}

function unlisted(
  { candidates, models, tasks, file, measured }: CatalogSnapshot,
  connections: ReadonlyMap<string, Known>,
): Candidate[] {
  const catalogued = new Set(
    candidates.general_assistant.map(({ provider, model }) => `${provider}/${plainId(model)}`),
  );
  return [...connections.values()].flatMap(({ id, local, listed }) =>
    [...(listed ?? [])].flatMap(([plain, model]) => {
      if (catalogued.has(`${id}/${plain}`)) return [];
      const known = models.get(`${id}/${plain}`);
      const own = measured.get(`${id}/${model}`);
      const candidate = unlistedCandidate(
        {
          provider: id,
          model,
          local,
          ...(known && { known }),
          ...(file && own && { own: { entry: own, file } }),
        },
        tasks.general_assistant,
      );
      return candidate ? [candidate] : [];
    }),
  );
}

/** Shared with every caller, so nobody may change it (S0-17). */
function freeze(candidates: readonly Candidate[]): readonly Candidate[] {
  return Object.freeze(candidates.map((candidate) => Object.freeze(candidate)));
}
