import type { Price } from '@shared/routing/candidate';
import type { RealtimeUsage } from './events';

const PER_TOKEN = 1e-6;

type Count = number | null | undefined;

/**
 * What one answer of a session cost in US dollars, each kind of token at its own price; null when a
 * kind that was used has no known price, or the kinds were not reported. 0 only on this machine.
 */
export function answerCost(
  { local, price }: { readonly local: boolean; readonly price: Price | null },
  usage: RealtimeUsage | null,
): number | null {
  if (local) return 0;
  const input = usage?.input_token_details ?? null;
  const output = usage?.output_token_details ?? null;
  if (price === null || input === null || output === null) return null;
  const cached = input.cached_tokens_details ?? null;
  // Which of them were cached decides what they cost.
  if (cached === null && (input.cached_tokens ?? 0) > 0) return null;
  return sum([
    [less(input.text_tokens, cached?.text_tokens), price.inputPerMTok],
    [cached?.text_tokens, price.cacheReadPerMTok],
    [less(input.audio_tokens, cached?.audio_tokens), price.audioInputPerMTok],
    [cached?.audio_tokens, price.audioCacheReadPerMTok],
    [input.image_tokens, null],
    [output.text_tokens, price.outputPerMTok],
    [output.audio_tokens, price.audioOutputPerMTok],
  ]);
}

function less(all: Count, part: Count): number {
  return Math.max(0, (all ?? 0) - (part ?? 0));
}

/** No tokens cost nothing, whatever their price. */
function sum(parts: readonly (readonly [Count, number | null | undefined])[]): number | null {
  let usd = 0;
  for (const [tokens, perMTok] of parts) {
    if ((tokens ?? 0) === 0) continue;
    if (perMTok === null || perMTok === undefined) return null;
    usd += (tokens ?? 0) * perMTok * PER_TOKEN;
  }
  return usd;
}
