import type { Schema } from './schema';
import type { Statements } from './sqlite';

/**
 * The writes of every request, as statements that are prepared once: building and compiling them with
 * the query layer took longer than running them. All other queries go through Kysely; this file and
 * {@link Statements} are what another engine would need of its own.
 */
export interface RequestWrites {
  readonly insertSet: (row: Schema['candidate_sets']) => void;
  readonly insertDecision: (row: Schema['decisions']) => void;
  readonly insertOutcome: (row: Schema['outcomes']) => void;
  /** @returns false when it is not running any more. */
  readonly endOutcome: (id: string, end: OutcomeEnded) => boolean;
  readonly insertBegun: (row: Schema['begun']) => void;
  /** @returns false when it is there no more. */
  readonly deleteBegun: (seq: number) => boolean;
  /** Inserts a call, or ends the one of the same id; a rating that it has stays. */
  readonly putCall: (row: Schema['calls']) => void;
  readonly insertPick: (row: Omit<Schema['picks'], 'id'>) => void;
  /** Deletes all picks of a user but the newest `kept`. */
  readonly trimPicks: (uid: string, kept: number) => void;
}

/** The columns of an outcome that its end sets. */
export type OutcomeEnded = Pick<
  Schema['outcomes'],
  | 'status'
  | 'error_code'
  | 'model'
  | 'provider'
  | 'reason'
  | 'search'
  | 'first_token_ms'
  | 'total_ms'
  | 'prompt_tokens'
  | 'completion_tokens'
  | 'cached_tokens'
  | 'cost_micro'
>;

type Columns<Row> = readonly (keyof Row & string)[];

/** One entry a column, so that the compiler misses a column that was forgotten. */
type EveryColumn<Row> = { readonly [Column in keyof Row]-?: true };

const columnsOf = <Row>(columns: EveryColumn<Row>): Columns<Row> =>
  Object.keys(columns) as (keyof Row & string)[];

/** What outcomes and calls have in common. */
const REQUEST = {
  id: true,
  uid: true,
  at: true,
  task: true,
  requested_model: true,
  status: true,
  error_code: true,
  model: true,
  provider: true,
  first_token_ms: true,
  total_ms: true,
  prompt_tokens: true,
  completion_tokens: true,
  cost_micro: true,
  rating: true,
  rating_tag: true,
  excerpt: true,
  search: true,
  conversation_id: true,
  key_id: true,
  cached_tokens: true,
} as const;

const OUTCOMES = columnsOf<Schema['outcomes']>({
  ...REQUEST,
  strategy: true,
  decision_id: true,
  reason: true,
  prefs_version: true,
  score: true,
  margin: true,
  runner_up: true,
  estimated_cost_micro: true,
  best_quality_cost_micro: true,
  estimated_latency_ms: true,
});
const CALLS = columnsOf<Schema['calls']>({
  ...REQUEST,
  outcome_id: true,
  router: true,
  estimated_cost_micro: true,
});
const DECISIONS = columnsOf<Schema['decisions']>({
  id: true,
  uid: true,
  at: true,
  task: true,
  has_outcome: true,
  replay: true,
  trace: true,
  set_id: true,
});
const SETS = columnsOf<Schema['candidate_sets']>({ id: true, data: true });
const PICKS = columnsOf<Omit<Schema['picks'], 'id'>>({
  uid: true,
  at: true,
  task: true,
  model: true,
  score: true,
  quality: true,
  latency: true,
  cost: true,
});
const ENDED = columnsOf<OutcomeEnded>({
  status: true,
  error_code: true,
  model: true,
  provider: true,
  reason: true,
  search: true,
  first_token_ms: true,
  total_ms: true,
  prompt_tokens: true,
  completion_tokens: true,
  cached_tokens: true,
  cost_micro: true,
});
const BEGUN = columnsOf<Schema['begun']>({
  seq: true,
  outcome: true,
  replay: true,
  trace: true,
  set_id: true,
});
/** A rating may have been given in the meantime, so an end leaves it as it is. */
const KEPT_BY_END: ReadonlySet<string> = new Set(['id', 'rating', 'rating_tag']);

export function requestWrites(statements: Statements): RequestWrites {
  const insert = <Row>(
    table: string,
    columns: Columns<Row>,
    onConflict = '',
  ): ((row: Row) => void) => {
    const places = columns.map(() => '?').join(', ');
    const run = statements.write(
      `insert into ${table} (${columns.join(', ')}) values (${places})${onConflict}`,
    );
    return (row) => void run(columns.map((column) => row[column]));
  };
  const ended = CALLS.filter((column) => !KEPT_BY_END.has(column));
  const update = statements.write(
    `update outcomes set ${ENDED.map((column) => `${column} = ?`).join(', ')}
     where id = ? and status = 'running'`,
  );
  const trim = statements.write(
    `delete from picks where uid = ?
     and id < (select id from picks where uid = ? order by id desc limit 1 offset ?)`,
  );
  const deleteBegun = statements.write('delete from begun where seq = ?');
  return {
    insertSet: insert('candidate_sets', SETS, ' on conflict (id) do nothing'),
    insertDecision: insert('decisions', DECISIONS),
    insertOutcome: insert('outcomes', OUTCOMES),
    endOutcome: (id, end) => update([...ENDED.map((column) => end[column]), id]) > 0,
    insertBegun: insert('begun', BEGUN),
    deleteBegun: (seq) => deleteBegun([seq]) > 0,
    putCall: insert(
      'calls',
      CALLS,
      ` on conflict (id) do update set ${ended.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    ),
    insertPick: insert('picks', PICKS),
    trimPicks: (uid, kept) => void trim([uid, uid, kept - 1]),
  };
}
