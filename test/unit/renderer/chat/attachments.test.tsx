import type { Conversation, Message, MessagePicture } from '@shared/api/conversations';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@shared/settings/settings';
import { useAppStore } from '../../../../renderer/app/store';
import { openConversation, sendDraft, setDraft } from '../../../../renderer/features/chat/actions';
import {
  attachmentsOf,
  useAttachmentStore,
} from '../../../../renderer/features/chat/attachment-store';
import { addAttachment, addFiles } from '../../../../renderer/features/chat/attachments';
import { ChatView } from '../../../../renderer/features/chat/chat-view';
import { NEW_DRAFT } from '../../../../renderer/features/chat/drafts';
import type { PictureTools } from '../../../../renderer/features/chat/picture-file';
import { usePreviewStore } from '../../../../renderer/features/chat/preview';
import { planFor } from '../../../../renderer/features/chat/send-plan';
import { selectDraft, useChatStore } from '../../../../renderer/features/chat/store';
import { showVoiceTurn, voiceTarget } from '../../../../renderer/features/chat/voice';
import { fail, fakeTrace, type FakeApi } from '../../../support/fake-api';
import { fakeCandidate } from '../../../support/fake-candidates';
import { pngOf } from '../../../support/pictures';
import { freshApp, show } from '../../../support/render';

const PNG = pngOf(4, 3, () => [1, 2, 3]);
/** happy-dom draws nothing: the pixels are shown in e2e. */
const TOOLS: PictureTools = {
  decode: () =>
    Promise.resolve({
      width: 4,
      height: 3,
      encode: (_size, type) => Promise.resolve(new Blob([new Uint8Array(PNG)], { type })),
      close: () => undefined,
    }),
};
const file = (name: string): File => new File([new Uint8Array(PNG)], name, { type: 'image/png' });
const names = (key = NEW_DRAFT): readonly string[] =>
  attachmentsOf(key)(useAttachmentStore.getState()).map(({ name }) => name);

const PICTURE: MessagePicture = {
  id: 'p1',
  mime: 'image/png',
  width: 40,
  height: 30,
  bytes: 100,
  name: 'old.png',
};
const message = (id: string, change: Partial<Message> = {}): Message => ({
  id,
  parentId: null,
  role: 'user',
  content: 'What is it?',
  createdAt: 1,
  meta: null,
  ...change,
});
const conversation = (messages: readonly Message[]): Conversation => ({
  id: 'c1',
  title: 'First',
  createdAt: 1,
  updatedAt: 1,
  match: null,
  messages: [...messages],
  leafId: null,
});

let fake: FakeApi;
beforeEach(async () => {
  fake = await freshApp();
});

const lastOf = (name: string): unknown => fake.calls.findLast((call) => call.name === name)?.input;

describe('adding', () => {
  it('a screenshot brings the chat to the front and sends nothing', async () => {
    useAppStore.setState({ view: 'recall' });
    const added = await addAttachment(
      { image: PNG.toString('base64'), mime: 'image/png', width: 4, height: 3, name: ' screen ' },
      TOOLS,
    );
    expect(added).toEqual({ ok: true });
    expect(names()).toEqual(['screen']);
    expect(useAppStore.getState().view).toBe('chat');
    expect(fake.calls.map(({ name }) => name)).not.toContain('chat.send');
  });

  it('the ninth is one too many, and is said once', async () => {
    await addFiles(
      Array.from({ length: 11 }, (_one, n) => file(`${n}.png`)),
      TOOLS,
    );
    expect(names()).toHaveLength(8);
    expect(useAttachmentStore.getState().problems[NEW_DRAFT]).toEqual([
      { name: '', code: 'picture_many' },
    ]);
  });

  it('each conversation has its own', async () => {
    await addFiles([file('a.png')], TOOLS);
    useChatStore.setState({ currentId: 'c1' });
    await addFiles([file('b.png')], TOOLS);
    expect([names(), names('c1')]).toEqual([['a.png'], ['b.png']]);
  });
});

describe('sending', () => {
  it('takes the pictures along to the task that sees, by its own setting', async () => {
    const selections = {
      ...DEFAULT_SETTINGS.selections,
      general_assistant: 'up/words',
      screenshot_understanding: 'up/eyes',
    };
    useAppStore.setState({ settings: { ...DEFAULT_SETTINGS, selections } });
    await addFiles([file('a.png')], TOOLS);
    setDraft('What is it?');
    await sendDraft();
    expect(lastOf('chat.send')).toMatchObject({
      model: 'up/eyes',
      content: 'What is it?',
      pictures: [{ name: 'a.png', bytes: new Uint8Array(PNG), localOnly: false }],
    });
    expect(names()).toEqual([]);
    expect(names(useChatStore.getState().currentId ?? '')).toEqual([]);
  });

  it('a failure keeps the words and the pictures, in the conversation that was made for them', async () => {
    fake.override('chat.send', () => fail('model_cannot_see'));
    await addFiles([file('a.png'), file('b.png')], TOOLS);
    setDraft('What is it?');
    await sendDraft();
    const state = useChatStore.getState();
    expect(selectDraft(state)).toBe('What is it?');
    expect(names(state.currentId ?? '')).toEqual(['a.png', 'b.png']);
    expect(names()).toEqual([]);
  });

  it('a picture that is added while the message is on its way stays for the next one', async () => {
    await addFiles([file('a.png')], TOOLS);
    setDraft('x');
    const sending = sendDraft();
    await addFiles([file('late.png')], TOOLS);
    await sending;
    const key = useChatStore.getState().currentId ?? '';
    expect([...names(key), ...names()]).toEqual(['late.png']);
  });

  it('teaches the memory nothing: it knows words alone', async () => {
    const [first, second] = ['up/one', 'up/two'].map((id) =>
      fakeCandidate(id, id, { quality: 1, latency: 1, cost: 1 }),
    );
    if (first === undefined || second === undefined) throw new Error('no candidates');
    await addFiles([file('a.png')], TOOLS);
    usePreviewStore.setState({ preview: { state: 'ready', trace: fakeTrace([first, second]) } });
    useChatStore.setState({ nextModel: { [NEW_DRAFT]: 'up/two' } });
    setDraft('What is it?');
    await sendDraft();
    expect(fake.calls.map(({ name }) => name)).not.toContain('memory.feedback');
  });
});

describe('a spoken question', () => {
  it('takes the pictures along; they leave the composer when it is stored, not before', async () => {
    fake = await freshApp({ conversations: [conversation([message('u1')])] });
    await openConversation('c1');
    await addFiles([file('a.png')], TOOLS);
    expect(voiceTarget({ turnId: 't1', purpose: 'talk' })).toEqual({
      conversationId: 'c1',
      parentId: 'u1',
      pictures: [{ name: 'a.png', bytes: new Uint8Array(PNG), localOnly: false }],
    });
    // It was said to no end: the next one is about the same picture.
    expect(voiceTarget({ turnId: 't2', purpose: 'talk' }).pictures).toHaveLength(1);
    await addFiles([file('late.png')], TOOLS);
    expect(names('c1')).toEqual(['a.png', 'late.png']);
    await showVoiceTurn({
      kind: 'answering',
      turnId: 't2',
      conversationId: 'c1',
      live: false,
      started: { streamId: 's1', userMessage: message('u2'), answerId: 'a2' },
    });
    expect(names('c1')).toEqual(['late.png']);
  });

  it('dictation is words for the message, and takes nothing', async () => {
    await addFiles([file('a.png')], TOOLS);
    expect(voiceTarget({ turnId: 't1', purpose: 'dictate' })).toEqual({
      conversationId: null,
      parentId: null,
    });
  });
});

describe('the plan of the next message', () => {
  it('is a question about a picture as long as one is on the branch', () => {
    expect(planFor([message('u1')], [])).toMatchObject({ task: 'general_assistant', pictures: 0 });
    expect(planFor([message('u1', { pictures: [PICTURE] }), message('u2')], [])).toEqual({
      task: 'screenshot_understanding',
      pictures: 1,
      earlier: true,
      leftOut: 0,
      localOnly: false,
      pictureTokens: 1500,
    });
  });

  it('stays on this machine as long as a private picture is on the branch', () => {
    const pictures = [{ ...PICTURE, localOnly: true }];
    expect(planFor([message('u1', { pictures })], []).localOnly).toBe(true);
  });
});

describe('the composer', () => {
  it('asks for the pick of the pictures’ task, counts them, and says who gets them', async () => {
    show(<ChatView />);
    await addFiles([file('a.png'), file('b.png')], TOOLS);
    const strip = await screen.findByTestId('attachments');
    expect(
      within(strip)
        .getAllByRole('img')
        .map((img) => img.getAttribute('alt')),
    ).toEqual(['a.png', 'b.png']);
    await waitFor(() =>
      expect(lastOf('router.preview')).toMatchObject({
        task: 'screenshot_understanding',
        prompt_tokens: 3000,
      }),
    );
    fireEvent.click(within(strip).getByRole('button', { name: 'Remove a.png' }));
    await waitFor(() => expect(names()).toEqual(['b.png']));
  });

  it('says nothing of the chat’s model while the pictures’ pick is not known yet', async () => {
    const seen = fakeCandidate('up/words', 'Words', { quality: 1, latency: 1, cost: 1 });
    show(<ChatView />);
    await addFiles([file('a.png')], TOOLS);
    usePreviewStore.setState({ preview: { state: 'ready', trace: fakeTrace([seen]) } });
    expect(screen.queryByText(/goes to Words/u)).toBeNull();
    usePreviewStore.setState({
      preview: {
        state: 'ready',
        trace: { ...fakeTrace([seen]), task: 'screenshot_understanding' },
      },
    });
    expect(await screen.findByText(/1 picture goes to Words/u)).toBeDefined();
  });

  it('shows what was sent before, and says when one is not stored any more', async () => {
    fake = await freshApp({
      conversations: [
        conversation([message('u1', { pictures: [PICTURE, { ...PICTURE, id: 'p2', name: '' }] })]),
      ],
    });
    fake.override('conversations.picture', ({ pictureId }: { pictureId: string }) =>
      pictureId === 'p1'
        ? fail('picture_not_found')
        : Promise.resolve({ ok: true, data: { mime: 'image/png', bytes: new Uint8Array(PNG) } }),
    );
    await openConversation('c1');
    show(<ChatView />);
    expect(await screen.findByText('old.png is not stored any more')).toBeDefined();
    const shown = await screen.findByRole('button', { name: 'Look at Picture 2' });
    await waitFor(() => expect(shown.hasAttribute('disabled')).toBe(false));
  });
});
