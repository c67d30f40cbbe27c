import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { VoiceSettings } from '@shared/settings/settings';
import { createResampler, LIVE_RATE } from '@shared/voice/resample';
import { encodeWav, SAMPLE_RATE } from '@shared/voice/wav';
import { openRealtimeUpstream, type RealtimeUpstream } from '../../support/realtime-upstream';
import type { Desk } from './desk';
import { readWav, recognise, speakToFile } from './speech';
import { startWithVoice } from './voice-desk';
import type { VoiceUpstream } from './voice-upstream';

/** Benchmarks in which a live model is the best for speech, and one in writing is behind it. */
export const LIVE_CATALOG = fileURLToPath(new URL('live-benchmarks.json', import.meta.url));

export const LIVE_REPLY = 'The sun is shining on the hills. You will not need a coat this morning.';

/** A Realtime server that hears with PocketSphinx and answers with flite's voice. */
export function openLiveUpstream(): Promise<RealtimeUpstream> {
  return openRealtimeUpstream(
    {
      hear: (samples) => recognise(encodeWav([toRecording(samples)])),
      words: LIVE_REPLY.split(/(?<= )/u),
      sound: spokenReply(),
    },
    { models: ['voice'], key: 'k-live' },
  );
}

/** The reply as sound of 24 kHz. */
function spokenReply(): Int16Array {
  const folder = mkdtempSync(join(tmpdir(), 'ar-reply-'));
  try {
    const file = join(folder, 'reply.wav');
    speakToFile(LIVE_REPLY, file, 0, 0);
    return createResampler().push(readWav(readFileSync(file)).samples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Back to the 16 kHz of the recogniser, which hears every shortcut. */
export function toRecording(samples: Int16Array): Int16Array {
  const step = LIVE_RATE / SAMPLE_RATE;
  const reach = 32;
  return Int16Array.from({ length: Math.floor(samples.length / step) }, (_, at) => {
    const place = at * step;
    let sum = 0;
    for (let near = Math.ceil(place) - reach; near <= place + reach; near += 1) {
      const away = place - near;
      const turn = (Math.PI * away) / step;
      const sinc = away === 0 ? 1 / step : Math.sin(turn) / (Math.PI * away);
      const window = 0.5 + 0.5 * Math.cos((Math.PI * away) / (reach + 1));
      sum += (samples[near] ?? 0) * sinc * window;
    }
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
}

/** The app with both providers, the live model picked, and all that it plays tapped. */
export async function startLive(
  desk: Desk,
  lab: VoiceUpstream,
  live: RealtimeUpstream,
  voice: Partial<VoiceSettings> = {},
): Promise<Page> {
  const page = await startWithVoice(desk, lab, { microphone: true, ...voice }, /^(?:lab|live)\//);
  await page.evaluate(tapOutput);
  const saved = await page.evaluate(
    (baseUrl) => window.api.providers.save({ id: 'live', name: 'Live', baseUrl, apiKey: 'k-live' }),
    live.url,
  );
  expect(saved.ok).toBe(true);
  return page;
}

/** Resolves when the pick of push-to-talk is this model. */
export async function picked(page: Page, model: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const pick = await window.api.router.pick({ task: 'ptt_response' });
        return pick.ok ? pick.data.decision.model : pick.error.code;
      }),
    )
    .toBe(model);
}

/** Everything that goes to the speakers goes through an analyser too. Runs in the page. */
function tapOutput(): void {
  const taps: AnalyserNode[] = [];
  Object.assign(window, { taps });
  type Connect = (this: AudioNode, to: AudioNode, ...rest: number[]) => AudioNode;
  const found = Object.getOwnPropertyDescriptor(AudioNode.prototype, 'connect');
  const connect = found?.value as Connect;
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode, ...rest: number[]) {
    if (to === this.context.destination) {
      const tap = this.context.createAnalyser();
      connect.call(this, tap);
      taps.push(tap);
    }
    return connect.call(this, to, ...rest);
  } as typeof AudioNode.prototype.connect;
}

/** The loudest sample that the speakers are being given just now, 0..1. */
export function loudest(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { taps } = window as unknown as { taps: AnalyserNode[] };
    let loudestNow = 0;
    for (const tap of taps) {
      const samples = new Float32Array(tap.fftSize);
      tap.getFloatTimeDomainData(samples);
      for (const sample of samples) loudestNow = Math.max(loudestNow, Math.abs(sample));
    }
    return loudestNow;
  });
}
