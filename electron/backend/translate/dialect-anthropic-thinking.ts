import type { IrFeature, IrRequest } from './ir';
import { sealOf } from './ir';
import type { ClaudeTraits } from './model-families';

type Json = Record<string, unknown>;

/** How a request thinks: its fields, and whether it thinks (which forbids sampling and forcing). */
export interface Thinking {
  readonly on: boolean;
  readonly thinking: Json | null;
  readonly effort: string | null;
}

const OFF: Thinking = { on: false, thinking: null, effort: null };
/** Anthropic takes no smaller budget. */
const LEAST_BUDGET = 1_024;
/** Enough for any one thought; a larger one wants other ways of delivery. */
const LARGEST_BUDGET = 32_000;

/** Part of the answer's limit that an effort may think, as aggregators translate it. */
const SHARES: Readonly<Record<string, number>> = {
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.95,
  max: 0.95,
};

/** The wish for reasoning in the way that the model takes it; what it cannot is added to `lost`. */
export function thinkingOf(
  request: IrRequest,
  traits: ClaudeTraits,
  maxTokens: number,
  lost: Set<IrFeature>,
): Thinking {
  const { reasoning } = request;
  if (reasoning === null) return OFF;
  if (reasoning.effort === 'none') return stopped(traits, lost);
  if (reasoning.effort !== null && SHARES[reasoning.effort] === undefined) {
    lost.add('reasoning_effort');
    return OFF;
  }
  switch (traits.thinking) {
    case 'none':
      lost.add('reasoning_effort');
      return OFF;
    case 'adaptive':
      return { on: true, thinking: { type: 'adaptive' }, effort: effortOf(reasoning) };
    case 'budget':
    default:
      return budgeted(request, reasoning, { maxTokens, lost });
  }
}

function stopped({ thinking, canStopThinking }: ClaudeTraits, lost: Set<IrFeature>): Thinking {
  if (thinking === 'none') return OFF;
  if (canStopThinking) return { on: false, thinking: { type: 'disabled' }, effort: null };
  lost.add('reasoning_effort');
  return OFF;
}

function effortOf({ effort, budgetTokens }: NonNullable<IrRequest['reasoning']>): string | null {
  if (effort !== null) return effort === 'minimal' ? 'low' : effort;
  if (budgetTokens === null) return null;
  if (budgetTokens <= 4_096) return 'low';
  return budgetTokens <= 16_384 ? 'medium' : 'high';
}

function budgeted(
  request: IrRequest,
  { effort, budgetTokens }: NonNullable<IrRequest['reasoning']>,
  { maxTokens, lost }: { maxTokens: number; lost: Set<IrFeature> },
): Thinking {
  // Between a call and its result the model goes on with its old thought. Where that was not handed
  // back there is none to go on with, and the API refuses to begin a new one.
  if (inToolLoop(request)) return OFF;
  const share = Math.floor(maxTokens * (SHARES[effort ?? 'medium'] ?? 0));
  const budget = budgetTokens ?? Math.min(Math.max(share, LEAST_BUDGET), LARGEST_BUDGET);
  if (budget < LEAST_BUDGET || budget >= maxTokens) {
    lost.add('reasoning_effort');
    return OFF;
  }
  return { on: true, thinking: { type: 'enabled', budget_tokens: budget }, effort: null };
}

function inToolLoop({ messages }: IrRequest): boolean {
  const last = messages.at(-1);
  if (last?.parts.some(({ type }) => type === 'tool_result') !== true) return false;
  const asked = messages.findLast(({ role }) => role === 'assistant');
  const thoughts = asked?.parts.filter((part) => part.type === 'reasoning') ?? [];
  return !thoughts.some((part) => sealOf('anthropic', part.signature) !== null);
}
