import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useAppStore } from '../../../../renderer/app/store';
import {
  CaptureDialog,
  connectCapture,
  openCapture,
  ScreenshotsCard,
} from '../../../../renderer/features/capture';
import { drawEdited } from '../../../../renderer/features/capture/picture';
import { useCaptureStore } from '../../../../renderer/features/capture/store';
import { useRecallStore } from '../../../../renderer/features/recall/store';
import { fail, ok } from '../../../support/fake-api';
import { CAPTURE, CAPTURE_SOURCES } from '../../../support/fake-capture';
import { PIXEL, RECALL_STATUS } from '../../../support/fake-recall';
import { freshApp, show } from '../../../support/render';
import type { Capture } from '@shared/ipc/capture';

/** jsdom decodes and draws nothing: how pixels come out is shown in the real app (capture.spec.ts). */
beforeEach(() => {
  useCaptureStore.setState(useCaptureStore.getInitialState(), true);
  useRecallStore.setState(useRecallStore.getInitialState(), true);
  Object.assign(HTMLImageElement.prototype, { decode: () => Promise.resolve() });
  const context = { drawImage: () => undefined, fillRect: () => undefined };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockReturnValue(PIXEL);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const KEEPING = { ...RECALL_STATUS, keep: true };

function fakeCapture(change: Partial<Capture> = {}) {
  return {
    capture: { ...CAPTURE, ...change },
    sources: CAPTURE_SOURCES,
    shortcut: 'off' as const,
    waiting: [] as readonly Capture[],
  };
}

async function preview(): Promise<HTMLElement> {
  return screen.findByRole('dialog', { name: 'Check the screenshot' });
}

async function title(): Promise<string> {
  return within(await preview()).getByRole<HTMLInputElement>('textbox', { name: 'Title' }).value;
}

function names(): readonly string[] {
  return useAppStore.getState().settings.screenshots.privateApps.map(({ name }) => name);
}

describe('what can be captured', () => {
  it('does not offer what is private, says which is for local models, and how large a screen is', async () => {
    await freshApp();
    show(<CaptureDialog />);
    openCapture('ask');
    const vault = await screen.findByRole<HTMLButtonElement>('button', { name: /Bitwarden/u });
    expect(vault.disabled).toBe(true);
    expect(vault.textContent).toContain('not captured');
    const diary = screen.getByRole('button', { name: /Diary/u });
    expect(diary.textContent).toContain('only for models on this machine');
    expect(screen.getByRole('button', { name: /Screen 1/u }).textContent).toContain('2560 × 1440');
  });

  it('says why when the system gives nothing, and looks again', async () => {
    const fake = await freshApp();
    fake.override('capture.sources', () => fail('capture_denied'));
    show(<CaptureDialog />);
    openCapture('ask');
    await screen.findByText('The system does not allow screenshots');
    expect(screen.getByRole('button', { name: /again|Retry/u })).toBeTruthy();
  });

  it('says nothing of a region that the person gave up', async () => {
    const fake = await freshApp();
    fake.override('capture.region', () => fail('cancelled'));
    show(<CaptureDialog />);
    openCapture('ask');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    await waitFor(() => expect(useCaptureStore.getState().busy).toBe(false));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(useCaptureStore.getState().stage).toBe('choosing');
  });
});

describe('the preview', () => {
  it('keeps and asks in one go, and what may not leave says so to both', async () => {
    const capture = fakeCapture({ localOnly: true, privateApps: ['Diary'] });
    const fake = await freshApp({ capture, recall: KEEPING });
    show(<CaptureDialog />);
    openCapture('keep');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    expect(dialog.textContent).toContain('Open and on your list of private apps: Diary.');
    // Opened to keep it: asking is one more choice.
    fireEvent.click(within(dialog).getByRole('switch', { name: 'Ask about it' }));
    await within(dialog).findByRole('switch', { name: 'Keep in Recall' });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep and ask' }));
    await waitFor(() =>
      expect(fake.calls.find(({ name }) => name === 'recall.keep')?.input).toMatchObject({
        title: 'Screen 1',
        localOnly: true,
      }),
    );
  });

  it('outlines what is blacked out, so that it is seen on a dark screen, but only in the preview', async () => {
    // Catches: a box on a black terminal that nobody can find again, and a line in the picture itself.
    const strokes: unknown[] = [];
    const context = {
      drawImage: () => undefined,
      fillRect: () => undefined,
      strokeRect: () => strokes.push(1),
    };
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
    await freshApp({ capture: fakeCapture(), recall: KEEPING });
    show(<CaptureDialog />);
    openCapture('keep');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const canvas = await screen.findByRole('application', { name: 'Preview of the screenshot' });
    fireEvent.keyDown(canvas, { key: 'Enter' });
    await screen.findByText('1 area blacked out');
    expect(strokes).not.toEqual([]);
    const before = strokes.length;
    const box = { x: 0, y: 0, width: 9, height: 9 };
    drawEdited(document.createElement('canvas'), new Image(), [box], null);
    expect(strokes).toHaveLength(before);
  });

  it('does not keep it twice when it could not be attached', async () => {
    const fake = await freshApp({ capture: fakeCapture(), recall: KEEPING });
    show(<CaptureDialog />);
    openCapture('ask');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    fireEvent.click(await within(dialog).findByRole('switch', { name: 'Keep in Recall' }));
    // jsdom decodes no picture, so attaching fails: the dialog stays with what is left to do.
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep and ask' }));
    await screen.findByText('Screenshot kept');
    const again = await within(dialog).findByRole('button', { name: 'Ask about it' });
    await waitFor(() => expect(again.hasAttribute('disabled')).toBe(false));
    fireEvent.click(again);
    await waitFor(() => expect(again.hasAttribute('disabled')).toBe(false));
    expect(fake.calls.filter(({ name }) => name === 'recall.keep')).toHaveLength(1);
  });

  it('switches Recall on where that is asked for, and never by itself', async () => {
    const fake = await freshApp({ capture: fakeCapture() });
    show(<CaptureDialog />);
    openCapture('ask');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    expect(fake.state.recall.keep).toBe(false);
    fireEvent.click(await within(dialog).findByRole('button', { name: 'Switch Recall on' }));
    const keep = await within(dialog).findByRole('switch', { name: 'Keep in Recall' });
    await waitFor(() => expect(keep.getAttribute('aria-checked')).toBe('true'));
    expect(fake.state.recall.keep).toBe(true);
  });

  it('says that a cloud model which was chosen is not given a private picture', async () => {
    const capture = fakeCapture({ localOnly: true, privateApps: ['Diary'] });
    const fake = await freshApp({ capture });
    const { settings } = useAppStore.getState();
    const selections = { ...settings.selections, screenshot_understanding: 'openai/gpt-x' };
    useAppStore.setState({ settings: { ...settings, selections } });
    show(<CaptureDialog />);
    openCapture('ask');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    await within(dialog).findByText(/You chose gpt-x for screenshots/u);
    const { input } = fake.calls.findLast(({ name }) => name === 'router.preview') ?? {};
    expect(input).toMatchObject({ has_images: true, routing_hint: { local_only: true } });
  });
});

describe('with a router on another machine', () => {
  const remote = { mode: 'remote', url: 'https://team.example' } as const;

  it('says that a private picture goes to neither', async () => {
    // Catches: a private picture on a team's server, which is local only to itself.
    const capture = fakeCapture({ localOnly: true, privateApps: ['Diary'] });
    await freshApp({ capture, recall: KEEPING });
    useAppStore.setState(({ settings }) => ({ settings: { ...settings, backend: remote } }));
    show(<CaptureDialog />);
    openCapture('keep');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    const keep = await within(dialog).findByRole('switch', { name: 'Keep in Recall' });
    expect([keep.getAttribute('aria-checked'), keep.hasAttribute('data-disabled')]).toEqual([
      'false',
      true,
    ]);
    const none = within(dialog).getByRole('button', { name: 'Ask or keep' });
    expect(none.hasAttribute('disabled')).toBe(true);
    expect(dialog.textContent).toContain('Use the built-in router to ask about it');
    expect(dialog.textContent).toContain('Recall is on your team’s server');
  });

  it('does not call its models local', async () => {
    await freshApp({ capture: fakeCapture(), recall: KEEPING });
    useAppStore.setState(({ settings }) => ({ settings: { ...settings, backend: remote } }));
    show(<CaptureDialog />);
    openCapture('ask');
    fireEvent.click(await screen.findByRole('button', { name: /Draw a region/u }));
    const dialog = await preview();
    await within(dialog).findByText(/picture and text leave this machine/u);
  });
});

describe('the shortcut', () => {
  it('shows what it took, also before the page was there, and one after the other', async () => {
    const first = { ...CAPTURE, title: 'First' };
    const second = { ...CAPTURE, title: 'Second', image: `${PIXEL}#2` };
    const capture = { ...fakeCapture(), waiting: [first] };
    const fake = await freshApp({ capture });
    show(<CaptureDialog />);
    connectCapture();
    expect(await title()).toBe('First');
    fake.state.capture.waiting = [second];
    fake.emit('capture', { kind: 'taken' });
    await screen.findByText('1 more screenshot waits behind this one.');
    // What is looked at is not taken from under the person's hands.
    expect(await title()).toBe('First');
    fireEvent.click(screen.getByRole('button', { name: 'Throw away' }));
    await waitFor(async () => expect(await title()).toBe('Second'));
    fireEvent.click(screen.getByRole('button', { name: 'Throw away' }));
    await waitFor(() => expect(useCaptureStore.getState().stage).toBe('closed'));
  });

  it('says why there is no picture', async () => {
    const fake = await freshApp();
    show(<CaptureDialog />);
    connectCapture();
    fake.emit('capture', { kind: 'failed', code: 'capture_blank' });
    // Shown, and read out.
    expect(await screen.findAllByText('There is nothing on the picture')).not.toHaveLength(0);
  });
});

describe('settings of screenshots', () => {
  it('says that a shortcut is refused', async () => {
    await freshApp({ capture: { ...fakeCapture(), shortcut: 'refused' } });
    show(<ScreenshotsCard />);
    await screen.findByText(/Another program has this shortcut/u);
  });

  it('adds an app once, changes and removes it, and goes back to the password managers', async () => {
    const fake = await freshApp();
    fake.override('settings.set', (patch: object) => {
      const settings = { ...useAppStore.getState().settings, ...patch };
      return ok(settings);
    });
    show(<ScreenshotsCard />);
    const before = names();
    const field = screen.getByRole('textbox', { name: 'Part of the window title' });
    const add = screen.getByRole<HTMLButtonElement>('button', { name: 'Add' });
    fireEvent.change(field, { target: { value: ' bitwarden ' } });
    expect(screen.getByText('bitwarden is on the list already.')).toBeTruthy();
    expect(add.disabled).toBe(true);
    fireEvent.change(field, { target: { value: 'Diary' } });
    fireEvent.click(add);
    await waitFor(() => expect(names()).toEqual([...before, 'Diary']));
    fireEvent.click(screen.getByRole('button', { name: 'Remove Bitwarden' }));
    await waitFor(() => expect(names()).not.toContain('Bitwarden'));
    // Not back at the top of the window: the next one can be removed by keyboard as well.
    const neighbour = screen.getByRole('button', { name: 'Remove Dashlane' });
    await waitFor(() => expect(document.activeElement).toBe(neighbour));
    fireEvent.click(screen.getByRole('button', { name: 'Back to the password managers' }));
    await waitFor(() => expect(names()).toEqual(before));
    expect(screen.queryByRole('button', { name: 'Back to the password managers' })).toBeNull();
  });
});
