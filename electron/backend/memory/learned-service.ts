import {
  declineEarly,
  declineUnread,
  decideLearned,
  DEFAULT_LEARNED_SETTINGS,
  type LearnedCandidate,
  type LearnedSettings,
} from '@shared/routing/learned';
import type { LearnedDecline, LearnedTrace } from '@shared/routing/learned-trace';
import { cosine } from '@shared/routing/neighbours';
import { promptFeatures } from '@shared/routing/prompt-features';
import type { TaskName } from '@shared/routing/tasks';
import type { Clock, Log } from '../context';
import type { Embedder } from '../embedding/embedder';
import type { StickyStore } from '../store/memory-sticky';
import type { MemoryStore } from '../store/memory';
import type { StoredExample } from '../store/memory-rows';
import { PromptEmbeddings } from './prompt-embeddings';
import { TaskMemories } from './task-memories';
import { realmOf } from './task-memory';

/** A decision waits this long for its embedding: loading the local model takes one second. */
const EMBEDDING_LIMIT_MS = 2_500;
/** A conversation that was not used for so long is decided anew. */
const STICKY_MS = 7 * 24 * 60 * 60 * 1000;
/** Neighbours that are written down with a decision; all of them vote. */
const NEIGHBOURS_RECORDED = 12;
/** Nearest neighbours of each neighbour that the graph draws. */
const LINKS_EACH = 3;

export interface LearnedServiceOptions {
  readonly memory: MemoryStore;
  readonly sticky: StickyStore;
  readonly embedder: Embedder;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings?: Partial<LearnedSettings>;
  readonly embeddingLimitMs?: number;
  /** Lets other work run between two steps of a long computation. */
  readonly rest?: () => Promise<void>;
}

export interface LearnedAsk {
  readonly uid: string;
  readonly task: TaskName;
  /** The text that is compared: the last thing the user said. */
  readonly prompt: string;
  readonly hasTools: boolean;
  /** The header `x-auto-router-learned: off`. */
  readonly off: boolean;
  /** Eligible ones only, in any order; all real or all practice. */
  readonly candidates: readonly LearnedCandidate[];
  /** An explicit id, never a guess; null = a single request. */
  readonly conversationId: string | null;
  /** The conversation's model so far and what its provider may have cached; null on a first turn. */
  readonly incumbent: { readonly model: string; readonly cachedTokens: number } | null;
  /** Weight of cost against quality; null = the default. */
  readonly alpha: number | null;
  /** A look before sending: the conversation is not held to what comes out. */
  readonly preview?: boolean;
  /** Whether the prompt may be given to this embedding model; left out = it may. */
  readonly mayEmbed?: (model: string) => boolean;
}

export type LearnedAnswer =
  /** Rated candidates, best first; append the other eligible ones behind them for a fallback. */
  | { readonly kind: 'decided'; readonly ranked: readonly string[]; readonly trace: LearnedTrace }
  /** The conversation's first decision, used again (S1-13). */
  | { readonly kind: 'kept'; readonly model: string }
  | {
      readonly kind: 'declined';
      readonly decline: LearnedDecline;
      readonly trace: LearnedTrace | null;
    };

/** The whole breakdown of one decision (S1-31). */
export interface Explained {
  readonly ranked: readonly string[];
  readonly decline: LearnedDecline | null;
  readonly trace: LearnedTrace | null;
  readonly prompts: Readonly<Record<string, string>>;
  readonly links: readonly {
    readonly a: string;
    readonly b: string;
    readonly similarity: number;
  }[];
}

/** What goes with one embedding model. */
interface Active {
  readonly embedder: Embedder;
  readonly memories: TaskMemories;
  readonly prompts: PromptEmbeddings;
}

function activeWith(options: LearnedServiceOptions, embedder: Embedder): Active {
  const { memory, log, embeddingLimitMs = EMBEDDING_LIMIT_MS } = options;
  const rest = options.rest ?? (() => new Promise<void>((resolve) => void setImmediate(resolve)));
  return {
    embedder,
    memories: new TaskMemories(memory, embedder, log, rest),
    prompts: new PromptEmbeddings(embedder, embeddingLimitMs),
  };
}

/** `auto/learned`: decides by a user's own ratings; never throws for what it can decline. */
export class LearnedService {
  readonly settings: LearnedSettings;
  readonly #options: LearnedServiceOptions;
  #active: Active;

  constructor(options: LearnedServiceOptions) {
    this.#options = options;
    this.settings = { ...DEFAULT_LEARNED_SETTINGS, ...options.settings };
    this.#active = activeWith(options, options.embedder);
  }

  get memories(): TaskMemories {
    return this.#active.memories;
  }

  get embeddingModel(): string {
    return this.#active.embedder.id;
  }

  /**
   * Another embedding model from now on: what is being decided ends with the old one, and all examples
   * are embedded anew in the background and vote again as they have their vectors (S1-18).
   */
  use(embedder: Embedder): void {
    if (embedder.id !== this.embeddingModel) {
      const before = this.#active;
      this.#active = activeWith(this.#options, embedder);
      before.memories.close();
    }
    // The same one again: what failed before is tried anew.
    this.catchUp();
  }

  /** Embeds what a stop or another model left without vectors, in the background. */
  catchUp(): void {
    const { memories } = this.#active;
    memories.catchUp().catch((error: unknown) => {
      this.#options.log.warn('memories could not be embedded anew', { error: String(error) });
    });
  }

  /**
   * Vectors of several prompts with the model that made them, however long it takes within a minute.
   *
   * @throws EmbeddingError
   */
  async embedAll(
    prompts: readonly string[],
  ): Promise<{ readonly model: string; readonly vectors: readonly Float32Array[] }> {
    const { embedder } = this.#active;
    const vectors = await embedder.embed(prompts, AbortSignal.timeout(60_000));
    return { model: embedder.id, vectors };
  }

  async decide(ask: LearnedAsk): Promise<LearnedAnswer> {
    const unread = declineUnread(ask);
    if (unread !== null) return { kind: 'declined', decline: unread, trace: null };
    const kept = await this.#kept(ask);
    if (kept !== null) return { kind: 'kept', model: kept };
    // All of one decision with one model, whatever is chosen meanwhile.
    const active = this.#active;
    const { request, head } = await this.#request(active, ask);
    const early = declineEarly(request);
    if (early !== null) return { kind: 'declined', decline: early, trace: null };
    if (ask.mayEmbed?.(active.embedder.id) === false) {
      const reason = `${active.embedder.id}, which embeds the memory, runs elsewhere, and this prompt stays on this machine.`;
      const decline = { code: 'embedding_elsewhere', reason } as const;
      return { kind: 'declined', decline, trace: null };
    }
    const embedded = await active.prompts.embed(ask.prompt);
    if (!embedded.ok) {
      const reason = `The prompt could not be embedded: ${embedded.message}.`;
      return { kind: 'declined', decline: { code: embedded.code, reason }, trace: null };
    }
    const decision = decideLearned({
      ...request,
      head: head(),
      query: { vector: embedded.vector, features: promptFeatures(ask.prompt) },
      incumbent: ask.incumbent,
      leftOut: null,
    });
    const trace = decision.trace === null ? null : brief(decision.trace);
    if ('decline' in decision) return { kind: 'declined', decline: decision.decline, trace };
    const [model] = decision.ranked;
    if (ask.conversationId !== null && model !== undefined && ask.preview !== true) {
      await this.#stick(ask, ask.conversationId, model);
    }
    return { kind: 'decided', ranked: decision.ranked, trace: brief(decision.trace) };
  }

  /**
   * How a prompt would be decided now, with everything; with `example`, how that stored prompt would
   * be decided if it had not been rated (leave-one-out). Conversations play no part.
   */
  async explain(
    ask: Omit<LearnedAsk, 'conversationId' | 'incumbent' | 'off' | 'hasTools'>,
    example: StoredExample | null = null,
  ): Promise<Explained> {
    const active = this.#active;
    const plain = { ...ask, off: false, hasTools: false };
    const { request, head, task } = await this.#request(active, plain);
    const none = { ranked: [], trace: null, prompts: {}, links: [] };
    const early = declineEarly(request);
    if (early !== null) return { ...none, decline: early };
    const index = request.memory.examples.findIndex(({ id }) => id === example?.id);
    const stored = request.memory.examples[index]?.vector;
    const embedded =
      stored === undefined
        ? await active.prompts.embed(ask.prompt)
        : { ok: true as const, vector: stored };
    if (!embedded.ok) {
      const reason = `The prompt could not be embedded: ${embedded.message}.`;
      return { ...none, decline: { code: embedded.code, reason } };
    }
    const decision = decideLearned({
      ...request,
      head: head(),
      query: { vector: embedded.vector, features: promptFeatures(ask.prompt) },
      incumbent: null,
      leftOut: index < 0 ? null : { index },
    });
    const ids = decision.trace?.neighbours.map(({ id }) => id) ?? [];
    return {
      ranked: 'ranked' in decision ? decision.ranked : [],
      decline: 'decline' in decision ? decision.decline : null,
      trace: decision.trace,
      prompts: Object.fromEntries(ids.map((id) => [id, task.row(id)?.prompt ?? ''])),
      links: linksBetween(request.memory.examples.filter(({ id }) => ids.includes(id))),
    };
  }

  close(): void {
    this.memories.close();
  }

  async #request(
    { memories }: Active,
    ask: Pick<LearnedAsk, 'uid' | 'task' | 'prompt' | 'off' | 'hasTools' | 'alpha' | 'candidates'>,
  ) {
    const task = await memories.get(ask.uid, ask.task);
    const { memory, head } = await task.realm(realmOf(ask.candidates[0]?.id ?? ''));
    const settings = ask.alpha === null ? this.settings : { ...this.settings, alpha: ask.alpha };
    const { off, hasTools, prompt, candidates } = ask;
    return { task, head, request: { settings, off, hasTools, prompt, memory, candidates } };
  }

  async #kept({
    uid,
    task,
    conversationId,
    candidates,
    preview,
  }: LearnedAsk): Promise<string | null> {
    if (conversationId === null) return null;
    const { sticky, clock } = this.#options;
    const model = await sticky.get(uid, conversationId, task, clock.now() - STICKY_MS);
    if (model === null || !candidates.some(({ id }) => id === model)) return null;
    if (preview !== true) await sticky.put(uid, conversationId, task, model);
    return model;
  }

  async #stick({ uid, task }: LearnedAsk, conversationId: string, model: string): Promise<void> {
    try {
      await this.#options.sticky.put(uid, conversationId, task, model);
    } catch (error) {
      // The next turn is decided anew: no reason to fail this one.
      this.#options.log.warn('the model of a conversation could not be kept', { error });
    }
  }
}

function brief(trace: LearnedTrace): LearnedTrace {
  return { ...trace, neighbours: trace.neighbours.slice(0, NEIGHBOURS_RECORDED) };
}

/** Each one's nearest among the given, each pair once. */
export function linksBetween(
  examples: readonly { readonly id: string; readonly vector: Float32Array }[],
) {
  const links = new Map<string, { a: string; b: string; similarity: number }>();
  for (const one of examples) {
    const nearest = examples
      .filter(({ id }) => id !== one.id)
      .map(({ id, vector }) => ({ id, similarity: cosine(one.vector, vector) }))
      .sort((x, y) => y.similarity - x.similarity)
      .slice(0, LINKS_EACH);
    for (const { id, similarity } of nearest) {
      const [a, b] = one.id < id ? [one.id, id] : [id, one.id];
      links.set(`${a}\n${b}`, { a, b, similarity });
    }
  }
  return [...links.values()];
}
