import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rms } from '@shared/voice/loudness';
import { LIVE_RATE } from '@shared/voice/resample';
import type { RealtimeUpstream } from '../support/realtime-upstream';
import { seriousFindings } from './support/axe';
import { expect, test as base } from './support/desk';
import {
  LIVE_CATALOG,
  LIVE_REPLY,
  loudest,
  openLiveUpstream,
  picked,
  startLive,
} from './support/live-desk';
import { ChatPage, openView } from './support/pages';
import { canSpeak, speakToFile } from './support/speech';
import { leftAtMost, said, voicePanel } from './support/voice-desk';
import { openVoiceUpstream, REPLY, type VoiceUpstream } from './support/voice-upstream';

const SAID = 'what is the weather like today';
const folder = mkdtempSync(join(tmpdir(), 'ar-live-'));
const spokenFile = join(folder, 'spoken.wav');

base.beforeAll(() => speakToFile(SAID, spokenFile, 1, 30));
base.skip(!canSpeak(), 'flite and pocketsphinx are not installed');
base.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Fixtures {
  readonly lab: VoiceUpstream;
  readonly live: RealtimeUpstream;
}

const test = base.extend<Fixtures>({
  lab: async ({}, use) => {
    const upstream = await openVoiceUpstream();
    await use(upstream);
    await upstream.close();
  },
  live: async ({}, use) => {
    const upstream = await openLiveUpstream();
    await use(upstream);
    await upstream.close();
  },
  appEnv: { AUTO_ROUTER_CATALOG: LIVE_CATALOG },
  appArgs: [
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${spokenFile}%noloop`,
  ],
});

async function holdAndSpeak(page: Page): Promise<void> {
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  await leftAtMost(page, 26);
  await page.keyboard.up('F9');
}

// The promise of the second path: one connection, the person's own words at the other end, and an
// answer that is really heard.
test('speech goes to the live model while it is said, and its voice comes back', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  await page.keyboard.down('F9');
  await expect(page.getByText('Listening. Let go')).toBeVisible();
  // Before the key is up: the session is open and hears already.
  await expect
    .poll(() => live.sessions[0]?.events.map(({ type }) => type))
    .toContain('input_audio_buffer.append');
  await expect(voicePanel(page)).toContainText('Heard and answered by live/voice, live');
  await leftAtMost(page, 26);
  await page.keyboard.up('F9');

  await expect.poll(() => loudest(page), { timeout: 60_000 }).toBeGreaterThan(0.05);
  const chat = new ChatPage(page);
  await expect(chat.transcript).toContainText(LIVE_REPLY, { timeout: 60_000 });
  await expect(chat.transcript).toContainText(SAID);
  await expect(chat.transcript).toContainText(/spoken, text by (?:live\/)?whisper-1/);
  await expect(page.getByLabel('What each stage took')).toContainText('First sound');

  expect(live.violations).toEqual([]);
  const [session, ...more] = live.sessions;
  expect(more).toEqual([]);
  const [heard] = session?.heard ?? [];
  if (heard === undefined) throw new Error('nothing was heard');
  expect(heard.length / LIVE_RATE).toBeGreaterThan(3.5);
  expect(heard.length / LIVE_RATE).toBeLessThan(12);
  expect(rms(heard)).toBeGreaterThan(0.01);
  // Nobody else was asked, and the system's voice does not speak over it.
  expect([lab.heard, lab.asked, await said(page)]).toEqual([[], [], []]);

  const rows = await page.evaluate(async () => {
    const result = await window.api.history.page({ filter: {}, limit: 10, offset: 0 });
    return result.ok ? result.data.rows : [];
  });
  expect(rows.map(({ task, model, status }) => [task, model, status])).toEqual([
    ['ptt_response', 'live/voice', 'succeeded'],
  ]);
  await expect(page.getByText('Speaking')).toHaveCount(0, { timeout: 30_000 });
  expect(await seriousFindings(page)).toEqual([]);
  expect(desk.errors).toEqual([]);
});

test('a press breaks in: silence at once, the session is cut at what was heard', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  live.holdAt = 6;
  await holdAndSpeak(page);
  await expect.poll(() => loudest(page), { timeout: 60_000 }).toBeGreaterThan(0.05);
  await expect(new ChatPage(page).transcript).toContainText(SAID, { timeout: 60_000 });
  await page.keyboard.down('F9');
  await expect.poll(() => live.sessions[0]?.truncated.length).toBe(1);
  const [cut] = live.sessions[0]?.truncated ?? [];
  expect(cut?.audioEndMs).toBeLessThanOrEqual(1_200);
  expect(live.violations).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.up('F9');
  await expect(new ChatPage(page).transcript).not.toContainText('coat');
});

/** All that the conversations hold, as the backend has it. */
function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const list = await window.api.conversations.list({ q: null, limit: 10, offset: 0 });
    if (!list.ok) return list.error.code;
    const all = await Promise.all(list.data.map(({ id }) => window.api.conversations.get({ id })));
    return all
      .flatMap((one) => (one.ok ? one.data.messages : []))
      .map(({ role, content, meta }) => `${role} ${meta?.status ?? ''}: ${content}`)
      .join('\n');
  });
}

// The recogniser is slower than the voice: the first sound comes before the person's own words.
test('a press that breaks in before the question is written: the session is cut, the question stays', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  live.holdAt = 6;
  await holdAndSpeak(page);
  await expect.poll(() => loudest(page), { timeout: 60_000 }).toBeGreaterThan(0.05);
  await page.keyboard.down('F9');
  await expect.poll(() => live.sessions[0]?.truncated.length).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.up('F9');
  await expect.poll(() => stored(page), { timeout: 60_000 }).toContain(`user : ${SAID}`);
  await expect.poll(() => stored(page)).toContain('assistant aborted: ');
  expect(live.violations).toEqual([]);
  expect(desk.errors).toEqual([]);
});

// What was said is never lost: the recording goes the other way.
test('a session that breaks in the answer keeps what was said, and Retry answers the ordinary way', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  live.fault = { kind: 'error_event' };
  await holdAndSpeak(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('kept', { timeout: 60_000 });
  await alert.getByRole('button', { name: /try again|retry/iu }).click();
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(lab.heard).toHaveLength(1);
  expect(lab.asked).toEqual([{ model: 'mind', last: SAID }]);
  expect(await said(page)).toEqual(REPLY.map((sentence) => sentence.trim()));
});

test('a session that is not taken costs nothing: the turn goes the ordinary way by itself', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  live.fault = { kind: 'refuse', status: 429 };
  await holdAndSpeak(page);
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(live.upgrades.length).toBeGreaterThan(0);
  expect(lab.heard).toHaveLength(1);
});

test('switched off, the pick is a model that answers in writing, and no session is opened', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live);
  await picked(page, 'live/voice');
  await openView(page, 'Settings');
  const mode = page.getByRole('combobox', { name: 'Live voice' });
  await mode.click();
  await page.getByRole('option', { name: 'Never' }).click();
  await picked(page, 'lab/mind');
  await openView(page, 'Chat');
  await holdAndSpeak(page);
  await expect(new ChatPage(page).transcript).toContainText(REPLY.join(''), { timeout: 60_000 });
  expect(live.upgrades).toEqual([]);
});

test('with speech off the live answer comes as text, and nothing is played', async ({
  desk,
  lab,
  live,
}) => {
  const page = await startLive(desk, lab, live, { speech: 'off' });
  await picked(page, 'live/voice');
  await holdAndSpeak(page);
  await expect(new ChatPage(page).transcript).toContainText(LIVE_REPLY, { timeout: 60_000 });
  expect(live.sessions[0]?.session).toMatchObject({ output_modalities: ['text'] });
  expect(await loudest(page)).toBe(0);
  expect(await said(page)).toEqual([]);
});
