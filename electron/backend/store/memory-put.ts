import type { Transaction } from 'kysely';
import type { LabelSource } from '@shared/api/memory';
import {
  chunks,
  type NewExample,
  promptHash,
  type Scores,
  scoresOf,
  vectorBytes,
  writeScores,
} from './memory-rows';
import type { Before } from './memory-undo';
import type { Schema } from './schema';

/**
 * The same prompt of the same task is one example: what is rated anew replaces, the rest stays. A
 * few statements for any number of examples: the embedded engine stops the server while it works.
 */
export async function putExamples(
  trx: Transaction<Schema>,
  uid: string,
  examples: readonly NewExample[],
  at: number,
  newId: () => string,
): Promise<{ ids: readonly string[]; added: readonly string[]; edited: readonly Before[] }> {
  const known = await knownPrompts(trx, uid, examples);
  const before = await scoresOf(
    trx,
    [...known.values()].map(({ id }) => id),
  );
  const ids: string[] = [];
  const added = new Map<string, { id: string; example: NewExample; scores: Scores }>();
  const edited = new Map<
    string,
    { id: string; before: Before; scores: Scores; source: LabelSource }
  >();
  for (const example of examples) {
    const key = promptKey(example);
    const old = known.get(key);
    if (old === undefined) {
      const same = added.get(key);
      const id = same?.id ?? newId();
      added.set(key, { id, example, scores: { ...same?.scores, ...example.scores } });
      ids.push(id);
      continue;
    }
    const { id, source } = old;
    const was = before.get(id) ?? {};
    const scores = { ...(edited.get(id)?.scores ?? was), ...example.scores };
    edited.set(id, { id, before: { id, scores: was, source }, scores, source: example.source });
    ids.push(id);
  }
  await insertAll(trx, uid, [...added.values()], at);
  const changes = [...edited.values()];
  await writeScores(trx, changes);
  for (const source of new Set(changes.map((change) => change.source))) {
    const of = changes.filter((change) => change.source === source);
    for (const part of chunks(of.map(({ id }) => id))) {
      await trx
        .updateTable('memory_examples')
        .set({ source, updated_at: at })
        .where('id', 'in', part)
        .execute();
    }
  }
  return {
    ids,
    added: [...added.values()].map(({ id }) => id),
    edited: changes.map((change) => change.before),
  };
}

async function insertAll(
  trx: Transaction<Schema>,
  uid: string,
  all: readonly { readonly id: string; readonly example: NewExample; readonly scores: Scores }[],
  at: number,
): Promise<void> {
  const rows = all.map(({ id, example }) => ({
    id,
    uid,
    task: example.task,
    prompt: example.prompt,
    prompt_hash: promptHash(example.prompt),
    vector: example.vector === null ? null : vectorBytes(example.vector),
    embedding_model: example.vector === null ? null : example.embeddingModel,
    source: example.source,
    created_at: example.createdAt ?? at,
    updated_at: at,
    removed_at: null,
  }));
  for (const part of chunks(rows)) await trx.insertInto('memory_examples').values(part).execute();
  await writeScores(trx, all);
}

function promptKey({ task, prompt }: Pick<NewExample, 'task' | 'prompt'>): string {
  return `${task} ${promptHash(prompt)}`;
}

/** The examples of the user that are about one of the prompts, by {@link promptKey}. */
async function knownPrompts(
  trx: Transaction<Schema>,
  uid: string,
  examples: readonly NewExample[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly source: LabelSource }>> {
  const known = new Map<string, { id: string; source: LabelSource }>();
  for (const part of chunks([...new Set(examples.map(({ prompt }) => promptHash(prompt)))])) {
    const rows = await trx
      .selectFrom('memory_examples')
      .select(['id', 'task', 'prompt_hash', 'source'])
      .where('uid', '=', uid)
      .where('prompt_hash', 'in', part)
      .where('removed_at', 'is', null)
      .execute();
    for (const row of rows) known.set(`${row.task} ${row.prompt_hash}`, row);
  }
  return known;
}
