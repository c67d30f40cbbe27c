import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';

/** Moments of one turn by the page's clock, which is not that of the other processes; in milliseconds. */
export interface Marks {
  readonly keyUp: number;
  /** The page was told the text. */
  readonly text: number;
  /** The page was told the answer's first words. */
  readonly delta: number;
  /** The frame with the answer's first word has been made. */
  readonly word: number;
  readonly sound: number;
}

declare global {
  interface Window {
    benchMarks?: Partial<{ -readonly [K in keyof Marks]: Marks[K] }>;
  }
}

/** A request as the provider saw it, by its clock in milliseconds. */
export interface Served {
  readonly kind: string;
  readonly asked: number;
  readonly answered: number;
}

export interface Upstream {
  readonly url: string;
  /** The next requests, in the order in which they were answered. */
  take(count: number): Promise<readonly Served[]>;
  stop(): void;
}

export async function openVoiceBench(): Promise<Upstream> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'upstream.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const port = String((await lines.next()).value);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    async take(count) {
      const taken: Served[] = [];
      while (taken.length < count) {
        taken.push(JSON.parse(String((await lines.next()).value)) as Served);
      }
      return taken;
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/** Notes in the page when the key goes up, when an answer is painted and when sound begins. */
export async function watchTurns(page: Page): Promise<void> {
  // tsx calls it for every named function, also for those that run in the page.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(() => {
    const marks: NonNullable<Window['benchMarks']> = {};
    window.benchMarks = marks;
    const mark = (name: keyof Marks): void => {
      marks[name] ??= performance.now();
    };
    window.addEventListener('keyup', () => mark('keyUp'), { capture: true });
    window.api.on('voice', ({ kind }) => {
      if (kind === 'transcribed') mark('text');
    });
    window.api.on('chat', ({ kind }) => {
      if (kind === 'delta') mark('delta');
    });
    window.Audio = class extends Audio {
      constructor(src?: string) {
        super(src);
        this.addEventListener('playing', () => mark('sound'), { once: true });
      }
    };
    let seen = 0;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        for (const node of [target, ...addedNodes]) {
          const found = /Answer(\d+)/.exec(node.textContent ?? '')?.[1];
          if (found === undefined || Number(found) <= seen) continue;
          seen = Number(found);
          // What was changed now is painted by the frame before whose end this runs.
          requestAnimationFrame(() => setTimeout(() => mark('word')));
        }
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** The two requests up to the first word from a client that does nothing else: its own milliseconds. */
export async function bareTurn(upstream: Upstream): Promise<number> {
  const from = performance.now();
  const form = new FormData();
  form.set('model', 'ear');
  form.set('file', new Blob([new Uint8Array(32_000)], { type: 'audio/wav' }), 'recording.wav');
  const heard = await fetch(`${upstream.url}/audio/transcriptions`, { method: 'POST', body: form });
  const { text } = (await heard.json()) as { text: string };
  const answer = await fetch(`${upstream.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mind', messages: [{ role: 'user', content: text }] }),
  });
  const reader = answer.body?.getReader();
  await reader?.read();
  const till = performance.now();
  await reader?.cancel();
  const served = await upstream.take(2);
  return till - from - served.reduce((sum, { asked, answered }) => sum + answered - asked, 0);
}
