import type { IrRequest } from './ir';

/**
 * The generation of a Gemini model (1.5, 2.5, 3) by its name; an alias such as `gemini-flash-latest`
 * is a new one; 0 = no Gemini model (Gemma).
 */
export function generationOf(model: string): number {
  const number = /gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1];
  if (number !== undefined) return Number(number);
  return /gemini-.*latest/.test(model) ? 3 : 0;
}

/** Thinking tokens by effort for Gemini 2.5, as Google's own OpenAI-compatible surface has them. */
const BUDGETS: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 1024,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 24_576,
  max: 24_576,
};

/** Thinking levels by effort for Gemini 3. No model of it can be told not to think at all. */
const LEVELS: Readonly<Record<string, string>> = {
  none: 'MINIMAL',
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  xhigh: 'HIGH',
  max: 'HIGH',
};

/**
 * `thinkingConfig`: null = nothing is to be said, undefined = the model cannot be told so. A budget
 * outside of what the model takes becomes the nearest one inside.
 */
export function thinkingOf(
  reasoning: IrRequest['reasoning'],
  model: string,
): Readonly<Record<string, unknown>> | null | undefined {
  if (reasoning === null) return null;
  const { effort, budgetTokens } = reasoning;
  if (effort === null && budgetTokens === null) return null;
  const generation = generationOf(model);
  if (generation < 2.5) return budgetTokens === null && effort === 'none' ? null : undefined;
  const known = effort === null ? undefined : effort.toLowerCase();
  if (budgetTokens === null && !Object.hasOwn(BUDGETS, known ?? '')) return undefined;
  const off = budgetTokens === null ? known === 'none' : budgetTokens === 0;
  const shown = off ? {} : { includeThoughts: true };
  if (budgetTokens === null && generation >= 3) {
    return { ...shown, thinkingLevel: levelOf(LEVELS[known ?? ''] ?? 'HIGH', model) };
  }
  const asked = budgetTokens ?? BUDGETS[known ?? ''] ?? 0;
  return { ...shown, thinkingBudget: budgetOf(asked, model) };
}

/** The Pro models take fewer levels: no minimal, and 3 (not 3.1) no medium either. */
function levelOf(level: string, model: string): string {
  if (!/-pro/.test(model)) return level;
  if (level === 'MINIMAL') return 'LOW';
  return level === 'MEDIUM' && generationOf(model) === 3 ? 'HIGH' : level;
}

function budgetOf(tokens: number, model: string): number {
  const pro = /-pro/.test(model);
  const least = pro ? 128 : tokens === 0 ? 0 : /-lite/.test(model) ? 512 : 1;
  return Math.min(Math.max(tokens, least), pro ? 32_768 : 24_576);
}
