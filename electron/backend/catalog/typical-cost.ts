import type { CatalogModel, Profile, Rates, Sourced, TaskEntry, TaskScale } from './schema';

/** What one cost unit of the task costs in US dollars, and the numbers it was made from. */
export interface TypicalCost {
  readonly usd: number;
  /** The rates of the model itself; the first one names source and date. */
  readonly rates: readonly [Sourced, ...Sourced[]];
  /** What was assumed on top of the model's own prices. */
  readonly note?: string;
}

const M = 1e6;

/**
 * The price of one typical request (or 1,000 screenshots, or an audio minute) by the task's profile.
 * Null when a rate it needs is unknown: unknown is never free (ruling 1). Local models are not
 * priced here.
 */
export function typicalCost(
  model: Priced,
  entry: Pick<TaskEntry, 'mode'>,
  scale: Pick<TaskScale, 'profile'>,
): TypicalCost | null {
  return PRICED_AS[entry.mode ?? 'text'](model, scale.profile);
}

type Priced = Pick<CatalogModel, 'provider' | 'rates' | 'maxBilledPixels'>;
type Pricing = (model: Priced, profile: Profile) => TypicalCost | null;

const perAudioMinute: Pricing = ({ rates }, { minutes = 0 }) => sum([[rates.perMinute, minutes]]);

const PRICED_AS: Readonly<Record<NonNullable<TaskEntry['mode']> | 'text', Pricing>> = {
  text: ({ rates }, profile) => textRequest(rates, profile),
  speech_to_speech: spokenTurn,
  cascade: ({ rates }, profile) => cascadeTurn(rates, profile),
  pixels: embeddedPixels,
  ocr_text: ({ rates }, { ocrTokens = 0, requests }) =>
    sum([[rates.inputPerMTok, (ocrTokens * requests) / M]]),
  streaming: perAudioMinute,
  batch: perAudioMinute,
  local: perAudioMinute,
};

type Part = readonly [rate: Sourced | undefined, amount: number];

/** Sum of rate x amount; null as soon as one rate is unknown. */
function sum(parts: readonly [Part, ...Part[]]): TypicalCost | null {
  let usd = 0;
  const used: Sourced[] = [];
  for (const [rate, amount] of parts) {
    if (!rate) return null;
    usd += rate.value * amount;
    used.push(rate);
  }
  const [first, ...rest] = used;
  return first ? { usd, rates: [first, ...rest] } : null;
}

function textRequest(rates: Rates, profile: Profile): TypicalCost | null {
  const input = (profile.promptTokens ?? 0) + (profile.imageTokens ?? 0);
  return sum([
    [rates.inputPerMTok, input / M],
    [rates.outputPerMTok, (profile.outputTokens ?? 0) / M],
  ]);
}

function cascadeTurn(rates: Rates, profile: Profile): TypicalCost | null {
  const text = textRequest(rates, profile);
  const speech = profile.transcriptionPerMinute;
  if (!text || !speech) return null;
  return {
    ...text,
    usd: text.usd + (speech.value * (profile.userAudioSeconds ?? 0)) / 60,
    note: `with transcription at an assumed $${speech.value} per minute`,
  };
}

function spokenTurn({ provider, rates }: Priced, profile: Profile): TypicalCost | null {
  const heard = profile.userAudioSeconds ?? 0;
  const spoken = profile.replyAudioSeconds ?? 0;
  if (rates.perMinute) return sum([[rates.perMinute, (heard + spoken) / 60]]);
  const prompt: Part = [rates.inputPerMTok, (profile.promptTokens ?? 0) / M];
  if (rates.audioInputPerMinute) {
    return sum([
      [rates.audioInputPerMinute, heard / 60],
      [rates.audioOutputPerMinute, spoken / 60],
      prompt,
    ]);
  }
  const tokens = profile.audioTokensPerSecond?.[provider];
  if (!tokens) return null;
  const cost = sum([
    [rates.audioInputPerMTok, (heard * tokens.input) / M],
    [rates.audioOutputPerMTok, (spoken * tokens.output) / M],
    prompt,
  ]);
  return (
    cost && { ...cost, note: `at ${tokens.input} audio tokens per second in, ${tokens.output} out` }
  );
}

function embeddedPixels({ rates, maxBilledPixels }: Priced, profile: Profile): TypicalCost | null {
  const { requests } = profile;
  if (rates.perImage) return sum([[rates.perImage, requests]]);
  if (rates.perGigapixel) {
    const pixels = Math.min(profile.screenshotPixels ?? 0, maxBilledPixels ?? Infinity);
    return sum([[rates.perGigapixel, (pixels * requests) / 1e9]]);
  }
  const tokens = profile.embeddingImageTokens ?? 0;
  const cost = sum([[rates.imageInputPerMTok, (tokens * requests) / M]]);
  return cost && { ...cost, note: `at an assumed ${tokens} tokens per screenshot` };
}
