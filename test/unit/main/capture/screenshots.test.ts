import { describe, expect, it } from 'vitest';
import { createScreenshots } from '../../../../electron/main/capture/screenshots';
import { DEFAULT_PRIVATE_APPS, type PrivateApp } from '@shared/capture/private-apps';
import { fakeSystem, ONE_SCREEN, picture, TWO_SCREENS, type FakeScreen } from './fake-system';

const EDITOR = { id: 'window:1:0', name: 'Editor' };
const VAULT = { id: 'window:2:0', name: 'Vault - Bitwarden' };
const DIARY = { id: 'window:3:0', name: 'My diary' };
const LIST: readonly PrivateApp[] = [...DEFAULT_PRIVATE_APPS, { name: 'Diary', mode: 'local' }];

function setup(change: Parameters<typeof fakeSystem>[0] = {}) {
  const fake = fakeSystem(change);
  return { ...fake, shots: createScreenshots(fake.system, () => LIST) };
}

describe('a screen', () => {
  it('comes in its own pixels, whatever the others have: one that is scaled up cannot be read', async () => {
    const { shots } = setup({ screens: TWO_SCREENS });
    expect(await shots.take('screen:1:0')).toMatchObject({ width: 1920, height: 1080 });
    expect(await shots.take('screen:2:0')).toMatchObject({ width: 2880, height: 1800 });
  });

  it('is listed with its pixels, and without its thumbnail being taken for them', async () => {
    const { shots } = setup({ screens: TWO_SCREENS });
    const { sources } = await shots.sources();
    expect(sources.map(({ name, size }) => [name, size])).toEqual([
      ['Screen 1', { width: 1920, height: 1080 }],
      ['Screen 2', { width: 2880, height: 1800 }],
    ]);
  });

  it('is found where the system does not say which display it is of, as long as there is one', async () => {
    const screens: FakeScreen[] = ONE_SCREEN.map((screen) => ({ ...screen, told: '' }));
    const { shots } = setup({ screens });
    expect(await shots.take('screen:1:0')).toMatchObject({ width: 1920, height: 1080 });
    expect((await shots.freeze()).screens).toHaveLength(1);
  });

  it('is taken without the app’s own window, which comes back whatever happens', async () => {
    const fine = setup();
    await fine.shots.take('screen:1:0');
    expect([fine.steps[0], fine.steps.at(-1)]).toEqual(['aside', 'back']);
    const gone = setup();
    await expect(gone.shots.take('screen:9:0')).rejects.toMatchObject({ code: 'capture_failed' });
    expect([gone.steps[0], gone.steps.at(-1)]).toEqual(['aside', 'back']);
  });
});

describe('all screens at one moment', () => {
  it('each in its own pixels', async () => {
    const { shots } = setup({ screens: TWO_SCREENS });
    const { screens } = await shots.freeze();
    expect(screens.map(({ name, picture: taken }) => [name, taken.getSize()])).toEqual([
      ['Screen 1', { width: 1920, height: 1080 }],
      ['Screen 2', { width: 2880, height: 1800 }],
    ]);
  });

  it('are looked at once when they are alike', async () => {
    const [one] = ONE_SCREEN;
    if (one === undefined) throw new Error('there is a screen');
    const { shots, asked } = setup({ screens: [one, { ...one, id: '2' }] });
    expect((await shots.freeze()).screens).toHaveLength(2);
    expect(asked.filter(({ types }) => types.includes('screen'))).toHaveLength(1);
  });

  it('that show nothing are an error, and one black screen beside another is none', async () => {
    const [first, second] = TWO_SCREENS;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const dark = setup({ screens: [{ ...first, blank: true }] });
    await expect(dark.shots.freeze()).rejects.toMatchObject({ code: 'capture_blank' });
    const half = setup({ screens: [{ ...first, blank: true }, second] });
    expect((await half.shots.freeze()).screens).toHaveLength(2);
    const none = setup({ screens: [{ ...first, empty: true }] });
    await expect(none.shots.freeze()).rejects.toMatchObject({ code: 'capture_failed' });
  });
});

describe('a private app', () => {
  it('that is never captured is refused, and not shown in small either', async () => {
    const { shots } = setup({ windows: [EDITOR, VAULT, DIARY] });
    await expect(shots.take(VAULT.id)).rejects.toMatchObject({ code: 'private_window' });
    const { sources } = await shots.sources();
    const told = (id: string) => sources.find((source) => source.id === id);
    expect(told(VAULT.id)).toMatchObject({ privacy: 'never', thumbnail: '' });
    expect(told(DIARY.id)?.privacy).toBe('local');
    expect(told(EDITOR.id)?.privacy).toBeNull();
  });

  it('for local models is captured, and its picture says so wherever it goes', async () => {
    const { shots } = setup({ windows: [EDITOR, DIARY] });
    expect(await shots.take(DIARY.id)).toMatchObject({ localOnly: true, privateApps: ['Diary'] });
  });

  it('that is open makes screens local, since nobody knows where its window is; other windows not', async () => {
    const { shots } = setup({ windows: [EDITOR, VAULT, DIARY, VAULT] });
    const privacy = { localOnly: true, privateApps: ['Bitwarden', 'Diary'] };
    expect(await shots.take('screen:1:0')).toMatchObject(privacy);
    expect((await shots.freeze()).privacy).toMatchObject(privacy);
    expect(await shots.take(EDITOR.id)).toMatchObject({ localOnly: false, privateApps: [] });
  });

  it('cannot be known where the system tells no windows: that is said, not passed over', async () => {
    const { shots, asked } = setup({ windowsKnown: false });
    expect(await shots.take('screen:1:0')).toMatchObject({ localOnly: false, windowsKnown: false });
    expect(await shots.sources()).toMatchObject({ windowsKnown: false });
    // And the system's own dialog is not opened a second time to ask for them.
    expect(asked.filter(({ types }) => types.join() === 'window')).toEqual([]);
  });
});

describe('a screenshot of nothing', () => {
  it('that the system refuses is told as such, not as a bug of the app', async () => {
    const { shots } = setup({ sources: () => Promise.reject(new Error('Failed to get sources.')) });
    await expect(shots.sources()).rejects.toMatchObject({ code: 'capture_failed' });
    await expect(shots.freeze()).rejects.toMatchObject({ code: 'capture_failed' });
  });

  it('that macOS does not allow is told before a picture without any window is taken', async () => {
    const { shots, asked } = setup({ isAllowed: () => false });
    for (const tried of [shots.sources(), shots.take('screen:1:0'), shots.freeze()]) {
      await expect(tried).rejects.toMatchObject({ code: 'capture_denied' });
    }
    expect(asked).toEqual([]);
  });

  it('whose choice was cancelled in the system’s own dialog gives no sources', async () => {
    const { shots } = setup({ sources: () => Promise.resolve([]) });
    expect((await shots.sources()).sources).toEqual([]);
    await expect(shots.take('screen:1:0')).rejects.toMatchObject({ code: 'capture_failed' });
    await expect(shots.freeze()).rejects.toMatchObject({ code: 'capture_failed' });
  });

  it('of a window that is gone, empty or of one colour is an error and no picture', async () => {
    const give = (thumbnail: ReturnType<typeof picture>) =>
      setup({ sources: async () => [{ ...EDITOR, display_id: '', thumbnail }] }).shots;
    const size = { width: 300, height: 200 };
    await expect(give(picture(size)).take('window:9:0')).rejects.toMatchObject({
      code: 'capture_failed',
    });
    await expect(give(picture(size, { empty: true })).take(EDITOR.id)).rejects.toMatchObject({
      code: 'capture_failed',
    });
    await expect(give(picture(size, { blank: true })).take(EDITOR.id)).rejects.toMatchObject({
      code: 'capture_blank',
    });
  });
});
