import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import type { VoiceSettings } from '@shared/settings/settings';
import type { Desk } from './desk';
import type { VoiceUpstream } from './voice-upstream';

/** Benchmarks in which the models of the voice upstream are the only ones for their tasks. */
export const VOICE_CATALOG = fileURLToPath(new URL('voice-benchmarks.json', import.meta.url));

/** The app with its provider connected, `voice` in its settings and every spoken sentence noted. */
export async function startWithVoice(
  desk: Desk,
  upstream: VoiceUpstream,
  voice: Partial<VoiceSettings>,
  picks = /^lab\//,
): Promise<Page> {
  await desk.writeData(
    'settings.json',
    JSON.stringify({ version: 2, voice: { capSeconds: 30, ...voice } }),
  );
  const page = await desk.start();
  await page.evaluate(() => {
    // This machine has no voices, so what is asked of them is what can be seen.
    const said: string[] = [];
    Object.assign(window, { said });
    const speak = speechSynthesis.speak.bind(speechSynthesis);
    speechSynthesis.speak = (utterance) => {
      said.push(utterance.text);
      speak(utterance);
    };
  });
  const saved = await page.evaluate(
    (baseUrl) => window.api.providers.save({ id: 'lab', name: 'Lab', baseUrl, apiKey: 'k-4711' }),
    upstream.url,
  );
  expect(saved.ok).toBe(true);
  for (const task of ['transcription', 'ptt_response'] as const) {
    await expect
      .poll(async () => {
        const pick = await page.evaluate((name) => window.api.router.pick({ task: name }), task);
        return pick.ok ? pick.data.decision.model : pick.error.code;
      })
      .toMatch(picks);
  }
  return page;
}

/** What was asked of the system's voice. */
export const said = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (window as unknown as { said: string[] }).said);

/** Waits until the countdown of the recording has come down to `seconds`. */
export async function leftAtMost(page: Page, seconds: number): Promise<void> {
  await expect
    .poll(async () => Number.parseFloat(await page.getByTestId('voice-left').innerText()))
    .toBeLessThanOrEqual(seconds);
}

/** Where the app says what push-to-talk is doing. */
export const voicePanel = (page: Page): Locator => page.getByRole('region', { name: 'Voice' });
