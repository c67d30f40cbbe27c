import { describe, expect, it } from 'vitest';
import {
  createScreenshots,
  type ScreenshotDeps,
  type Size,
} from '../../../../electron/main/assistant/screenshot';

const picture = (size: Size, empty = false) => ({
  isEmpty: () => empty,
  getSize: () => size,
  toDataURL: () => 'data:image/png;base64,AAAA',
});
const source = (id: string, name: string, empty = false) => ({
  id,
  name,
  display_id: '',
  thumbnail: picture({ width: 300, height: 200 }, empty),
});

function setup(found = [source('screen:0:0', 'Screen 1'), source('window:1:0', 'Editor')]) {
  const asked: Size[] = [];
  const steps: string[] = [];
  const deps: ScreenshotDeps = {
    sources: async ({ thumbnailSize }) => {
      asked.push(thumbnailSize);
      steps.push('look');
      return found;
    },
    displays: () => [
      { id: '1', width: 1920, height: 1080 },
      { id: '2', width: 1440, height: 2560 },
    ],
    stepAside: async () => {
      steps.push('aside');
      return () => void steps.push('back');
    },
  };
  return { shots: createScreenshots(deps), asked, steps };
}

describe('a capture', () => {
  it('is as large as the largest display in each direction, so that none is scaled down', async () => {
    const { shots, asked } = setup();
    await shots.capture('window:1:0');
    expect(asked).toEqual([{ width: 1920, height: 2560 }]);
  });

  it('of a screen is without the app’s own window, which comes back whatever happens', async () => {
    const fine = setup();
    await fine.shots.capture('screen:0:0');
    expect(fine.steps).toEqual(['aside', 'look', 'back']);
    const gone = setup([]);
    await expect(gone.shots.capture('screen:0:0')).rejects.toMatchObject({
      code: 'capture_failed',
    });
    expect(gone.steps).toEqual(['aside', 'look', 'back']);
  });

  it('of a window that is gone, or that the system shows nothing of, is an error and no picture', async () => {
    const { shots } = setup([source('window:1:0', 'Editor', true)]);
    for (const id of ['window:1:0', 'window:9:0']) {
      await expect(shots.capture(id)).rejects.toMatchObject({ code: 'capture_failed' });
    }
  });

  it('of a password manager is refused, and it is not shown in small either', async () => {
    const { shots } = setup([source('screen:0:0', 'Screen 1'), source('window:1:0', 'Bitwarden')]);
    await expect(shots.capture('window:1:0')).rejects.toMatchObject({ code: 'private_window' });
    const [screen, window] = await shots.sources();
    expect(screen).toMatchObject({ kind: 'screen', isPrivate: false });
    expect(window).toMatchObject({ kind: 'window', isPrivate: true, thumbnail: '' });
    // It may be on the picture of the whole screen: that is said.
    expect(await shots.capture('screen:0:0')).toMatchObject({ privateNearby: true });
  });

  it('that the system refuses is told as such, not as a bug of the app', async () => {
    const shots = createScreenshots({
      sources: () => Promise.reject(new Error('Failed to get sources.')),
      displays: () => [],
      stepAside: () => Promise.resolve(() => undefined),
    });
    await expect(shots.sources()).rejects.toMatchObject({ code: 'capture_failed' });
  });
});
