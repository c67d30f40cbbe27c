import { readFileSync } from 'node:fs';
import { LocalEmbedder } from '../../electron/backend/embedding/local-embedder';
import { OcrReader } from '../../electron/backend/recall/text-reader';
import { RecallIndex } from '../../electron/backend/recall/recall-index';
import { unitVector } from '../../shared/routing/neighbours';
import { type BenchRow, median } from './support/row';

/** Screenshots, words on each, and dimensions of the local model. Target: under 50 ms. */
const SHOTS = 10_000;
const WORDS = 300;
const DIMENSIONS = 512;
const ROUNDS = 100;

/** Real screens of 1280 x 820; the first one also starts the recogniser's thread. */
const SCREENS = ['chat-light', 'history-light', 'models-light', 'settings-light', 'why-light'];

export async function run(): Promise<BenchRow[]> {
  return [...searches(), ...(await perScreenshot())];
}

/** What keeping one screenshot costs this machine, off every other thread. */
async function perScreenshot(): Promise<BenchRow[]> {
  const reader = new OcrReader();
  const embedder = new LocalEmbedder();
  const never = new AbortController().signal;
  try {
    const reads: number[] = [];
    const embeds: number[] = [];
    let words = 0;
    for (const name of ['chat-light', ...SCREENS]) {
      const picture = readFileSync(new URL(`../../docs/images/${name}.png`, import.meta.url));
      const from = performance.now();
      const text = await reader.read(picture, never);
      const between = performance.now();
      await embedder.embed([text], never);
      reads.push(between - from);
      embeds.push(performance.now() - between);
      words += text.split(/\s+/u).length;
    }
    const [firstRead = 0, firstEmbed = 0] = [reads.shift(), embeds.shift()];
    const row = (name: string, values: readonly number[], first: number): BenchRow => ({
      name: `${name} of one screenshot of 1280 x 820, median of ${values.length}`,
      value: median(values),
      unit: 'ms',
      against: `the first one, with its start: ${first.toFixed(0)} ms; ${Math.round(words / 6)} words each`,
      ratio: median(values) / first,
    });
    return [row('OCR', reads, firstRead), row('embedding', embeds, firstEmbed)];
  } finally {
    await reader.close();
    await embedder.close();
  }
}

/**
 * Recall by words and by meaning together, without the vector of what was typed: that is the embedding
 * model's own time. One round in ten comes right after a new screenshot.
 */
function searches(): BenchRow[] {
  const random = numbers(42);
  /** Few words are common and most are rare, as in a language. */
  const word = (): string => `w${Math.floor(20_000 * random() ** 3)}`;
  const vector = (): Float32Array =>
    unitVector(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5)) ??
    new Float32Array(DIMENSIONS);
  const index = new RecallIndex();
  for (let at = 0; at < SHOTS; at++) {
    const text = Array.from({ length: WORDS }, word).join(' ');
    index.put({ id: `shot-${at}`, at, app: 'Editor', title: null, text, vector: vector() });
  }
  // The first search makes the block, once in the life of the app.
  index.search({ q: 'w1', vector: vector(), from: null, to: null });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const query = { q: `w1 w50 ${word()} w3`, vector: vector(), from: null, to: null };
    if (round % 10 === 0) index.setVector('shot-0', vector());
    const from = performance.now();
    const hits = index.search(query);
    times.push(performance.now() - from);
    if (hits.length === 0) throw new Error('a search found nothing');
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0;
  const name = `recall over ${SHOTS.toLocaleString('en')} screenshots`;
  return [
    {
      name: `${name}, p50`,
      value: at(0.5),
      unit: 'ms',
      against: 'target 50 ms',
      ratio: at(0.5) / 50,
    },
    {
      name: `${name}, p95`,
      value: at(0.95),
      unit: 'ms',
      against: 'target 50 ms',
      ratio: at(0.95) / 50,
    },
  ];
}

/** The same numbers 0..1 on every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
