import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { prepareElectron } from '../../scripts/lib/electron.mjs';
import { launch } from '../../scripts/lib/launch.mjs';
import { repoRoot } from '../../scripts/lib/paths.mjs';
import { TAIL_MS } from '../../shared/voice/machine';
import { encodeWav, SAMPLE_RATE } from '../../shared/voice/wav';
import { type BenchRow, median } from './support/row';
import {
  bareTurn,
  type Marks,
  openVoiceBench,
  type Served,
  type Upstream,
  watchTurns,
} from './voice/turns';

const ROUNDS = 25;
/** Until the compilers of all three processes have seen the way. */
const WARM = 5;
const DECISIONS = 300;
const LIMIT_MS = 60_000;
const CATALOG = join(repoRoot, 'test/e2e/support/voice-benchmarks.json');

/**
 * Push-to-talk in the real app, from the key that goes up to the answer's first word on the screen and
 * its first sound, with Chromium's fake microphone and a provider that takes a fixed time: what is
 * left of the time is the app's own. The yardstick is the same requests from a bare client.
 */
export async function run(): Promise<BenchRow[]> {
  await ensureBuilt();
  const electron = await prepareElectron();
  const upstream = await openVoiceBench();
  const home = await mkdtemp(join(tmpdir(), 'auto-router-voice-'));
  try {
    const tone = join(home, 'tone.wav');
    await writeFile(tone, encodeWav([toneOf(2)]));
    await mkdir(join(home, 'data'));
    const voice = { microphone: true, speech: 'provider', speechModel: 'lab/tts' };
    await writeFile(join(home, 'data/settings.json'), JSON.stringify({ version: 2, voice }));
    const switches = [
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${tone}`,
    ];
    const running = await launch(
      electron.executable,
      [...electron.switches, ...switches, repoRoot],
      {
        ...electron.env,
        HOME: home,
        AR_USER_DATA: join(home, 'data'),
        AR_OLLAMA_URL: 'http://127.0.0.1:9',
        AR_LMSTUDIO_URL: 'http://127.0.0.1:9',
        AUTO_ROUTER_SOURCES: 'off',
        AUTO_ROUTER_CATALOG: CATALOG,
      },
    );
    const browser = await chromium.connectOverCDP(running.debuggerUrl, { timeout: LIMIT_MS });
    try {
      const context = browser.contexts()[0];
      if (context === undefined) throw new Error('no browser context');
      const page =
        context.pages()[0] ?? (await context.waitForEvent('page', { timeout: LIMIT_MS }));
      return await measure(page, upstream);
    } finally {
      await browser.close();
      running.kill();
      await running.closed;
    }
  } finally {
    upstream.stop();
    await electron.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** What one turn took of the app's own time, in milliseconds. */
interface Own {
  /** Key up to the text in the page, without the tail that is recorded on purpose. */
  readonly text: number;
  /** The text to the answer's first words in the page. */
  readonly ask: number;
  /** Those words to the frame that shows them. */
  readonly show: number;
  /** The same words to the sound of them. */
  readonly sound: number;
}

async function measure(page: Page, upstream: Upstream): Promise<BenchRow[]> {
  await page.waitForSelector('html[data-ready="true"]', { timeout: LIMIT_MS });
  await connect(page, upstream.url);
  await watchTurns(page);
  const own: Own[] = [];
  const bare: number[] = [];
  for (let round = 0; round < WARM + ROUNDS; round += 1) {
    const marks = await talk(page);
    const [ear, mind, voice] = await upstream.take(3);
    if (ear === undefined || mind === undefined || voice === undefined) throw new Error('lost');
    const direct = await bareTurn(upstream);
    if (round < WARM) continue;
    bare.push(direct);
    const { keyUp, text, delta, word, sound } = marks;
    own.push({
      text: text - keyUp - TAIL_MS - took(ear),
      ask: delta - text - took(mind),
      show: word - delta,
      sound: sound - delta - took(voice),
    });
  }
  const yardstick = median(bare);
  const against = `the same two requests from a bare client: ${yardstick.toFixed(1)} ms`;
  const row = (name: string, values: readonly number[], share: number): BenchRow => {
    const value = at(values, share);
    return { name, value, unit: 'ms', against, ratio: value / yardstick };
  };
  const words = own.map(({ text, ask, show }) => text + ask + show);
  const sounds = own.map(({ text, ask, sound }) => text + ask + sound);
  const stages = (['text', 'ask', 'show', 'sound'] as const).map((stage): BenchRow => {
    const values = own.map((turn) => turn[stage]);
    return { name: `voice, of that: ${STAGES[stage]}, p50`, value: at(values, 0.5), unit: 'ms' };
  });
  return [
    row('voice, key up to first word on screen, added by us, p50', words, 0.5),
    row('voice, key up to first word on screen, added by us, p95', words, 0.95),
    row('voice, key up to first sound, added by us, p50', sounds, 0.5),
    row('voice, key up to first sound, added by us, p95', sounds, 0.95),
    ...stages,
    ...(await decisions(page)),
  ];
}

const STAGES: Readonly<Record<keyof Own, string>> = {
  text: 'key up to the text, after the tail',
  ask: 'text to the first words of the answer',
  show: 'first words to the screen',
  sound: 'first words to the loudspeaker',
};

const took = ({ asked, answered }: Served): number => answered - asked;

/** What reading both picks takes in main when the key goes down. */
async function decisions(page: Page): Promise<BenchRow[]> {
  const took = await page.evaluate(async (count) => {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const turnId = `bench-${index}`;
      const begun = await window.api.voice.begin({
        turnId,
        purpose: 'talk',
        conversationId: null,
        parentId: null,
      });
      if (!begun.ok) throw new Error(begun.error.code);
      times.push(begun.data.decidedMs);
      await window.api.voice.discard({ turnId });
    }
    return times;
  }, DECISIONS);
  return [0.5, 0.95].map((share) => ({
    name: `voice, decision at key down, p${share * 100}`,
    value: at(took, share),
    unit: 'ms',
    against: 'target 1 ms',
    ratio: at(took, share),
  }));
}

async function connect(page: Page, baseUrl: string): Promise<void> {
  const connected = await page.evaluate(async (url) => {
    const saved = await window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl: url });
    if (!saved.ok) return saved.error.code;
    for (let look = 0; look < 200; look += 1) {
      const picks = await Promise.all(
        (['transcription', 'ptt_response'] as const).map((task) =>
          window.api.router.pick({ task }),
        ),
      );
      if (picks.every((pick) => pick.ok && pick.data.decision.model.startsWith('lab/'))) return '';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return 'no pick';
  }, baseUrl);
  if (connected !== '') throw new Error(`the provider could not be connected: ${connected}`);
}

/** Holds the key for a moment, and waits for word and sound. */
async function talk(page: Page): Promise<Marks> {
  await page.keyboard.down('F9');
  await page.getByText('Listening. Let go').waitFor({ timeout: LIMIT_MS });
  await page.waitForTimeout(TAIL_MS + 200); // longer than a tap
  await page.keyboard.up('F9');
  await page.waitForFunction(
    () => window.benchMarks?.word !== undefined && window.benchMarks.sound !== undefined,
    undefined,
    { timeout: LIMIT_MS },
  );
  // The panel says that the turn is over: the next press interrupts nothing.
  await page.getByRole('region', { name: 'Voice' }).getByText('Done').waitFor();
  return page.evaluate(() => {
    const marks = window.benchMarks ?? {};
    const { keyUp = 0, text = 0, delta = 0, word = 0, sound = 0 } = marks;
    for (const name of ['keyUp', 'text', 'delta', 'word', 'sound'] as const) delete marks[name];
    return { keyUp, text, delta, word, sound };
  });
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

function toneOf(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * SAMPLE_RATE }, (_, index) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 220 * index) / SAMPLE_RATE)),
  );
}
