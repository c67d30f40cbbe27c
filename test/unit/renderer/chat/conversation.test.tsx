import type { AnswerMeta, Conversation, Message } from '@shared/api/conversations';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { openConversation } from '../../../../renderer/features/chat/actions';
import { ChatView } from '../../../../renderer/features/chat/chat-view';
import { selectLive, useChatStore } from '../../../../renderer/features/chat/store';
import { takeChatEvent } from '../../../../renderer/features/chat/stream';
import { useAppStore } from '../../../../renderer/app/store';
import { fail, type FakeApi } from '../../../support/fake-api';
import { freshApp, show } from '../../../support/render';

const META: AnswerMeta = {
  model: 'openai/gpt-5-mini',
  strategy: 'auto',
  decisionId: null,
  outcomeId: 'outcome-1',
  practice: false,
  firstTokenMs: 300,
  totalMs: 2000,
  promptTokens: 10,
  completionTokens: 20,
  costUsd: null,
  status: 'succeeded',
  errorCode: null,
  errorMessage: null,
  switchedFrom: null,
  rating: null,
};

function message(id: string, parentId: string | null, change: Partial<Message> = {}): Message {
  const role = id.startsWith('u') ? 'user' : 'assistant';
  return {
    id,
    parentId,
    role,
    content: `text of ${id}`,
    createdAt: 1,
    meta: role === 'user' ? null : META,
    ...change,
  };
}

function conversation(messages: readonly Message[]): Conversation {
  return {
    id: 'c1',
    title: 'First',
    createdAt: 1,
    updatedAt: 1,
    match: null,
    messages: [...messages],
    leafId: null,
  };
}

let fake: FakeApi;
async function open(messages: readonly Message[]): Promise<void> {
  fake = await freshApp({ conversations: [conversation(messages)] });
  await openConversation('c1');
  show(<ChatView />);
}
const composer = (): HTMLTextAreaElement => screen.getByLabelText('Message');
const type = (text: string): void => {
  fireEvent.change(composer(), { target: { value: text } });
};
const pressEnter = (): void => {
  fireEvent.keyDown(composer(), { key: 'Enter' });
};

describe('a conversation', () => {
  beforeEach(async () => {
    await open([message('u1', null), message('a1', 'u1'), message('a2', 'u1')]);
  });

  it('keeps the draft when the backend dies while sending', async () => {
    fake.override('chat.send', () => fail('backend_unavailable'));
    type('do not lose me');
    pressEnter();
    await screen.findByText('The router is not reachable');
    expect(composer().value).toBe('do not lose me');
    act(() => useAppStore.setState((s) => ({ backend: { ...s.backend, state: 'stopped' } })));
    expect(composer().value).toBe('do not lose me');
    expect(JSON.parse(localStorage.getItem('auto-router.drafts') ?? '{}')).toEqual({
      c1: 'do not lose me',
    });
  });

  it('walks between siblings and shows only the chosen one', async () => {
    expect(screen.getByText('text of a2')).toBeDefined();
    expect(screen.getByText('2/2')).toBeDefined();
    fireEvent.click(screen.getByLabelText('Previous answer'));
    await screen.findByText('text of a1');
    expect(screen.queryByText('text of a2')).toBeNull();
    expect(screen.getByText('1/2')).toBeDefined();
    await waitFor(() =>
      expect(fake.calls).toContainEqual({
        name: 'conversations.patch',
        input: { id: 'c1', leafId: 'a1' },
      }),
    );
  });

  it('says "Price unknown" under an answer without a price', () => {
    expect(screen.getByText('Price unknown')).toBeDefined();
    expect(document.body.textContent).not.toContain('$0');
  });

  it('shows an answer whose end overtook the answer of send', async () => {
    fake.override('chat.send', () => {
      takeChatEvent({ kind: 'delta', streamId: 's', text: 'early' });
      takeChatEvent({
        kind: 'end',
        streamId: 's',
        message: message('a3', 'u2', { content: 'whole answer' }),
      });
      return Promise.resolve({
        ok: true,
        data: { streamId: 's', userMessage: message('u2', 'a2'), answerId: 'a3' },
      });
    });
    type('quick');
    pressEnter();
    await screen.findByText('whole answer');
    expect(selectLive(useChatStore.getState())).toBeNull();
    expect(composer().value).toBe('');
  });

  it('freezes the text at Stop at once and tells main', async () => {
    type('long one');
    pressEnter();
    await waitFor(() => expect(selectLive(useChatStore.getState())).not.toBeNull());
    const live = selectLive(useChatStore.getState());
    const streamId = live?.streamId ?? '';
    act(() => takeChatEvent({ kind: 'delta', streamId, text: 'kept words' }));
    fireEvent.click(screen.getByText('Stop'));
    act(() => takeChatEvent({ kind: 'delta', streamId, text: ' late words' }));
    await screen.findByText('kept words');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(screen.queryByText(/late words/)).toBeNull();
    expect(fake.calls).toContainEqual({ name: 'chat.stop', input: { streamId } });
  });

  it('does not send with Shift+Enter or while a character is being composed', () => {
    type('half');
    fireEvent.keyDown(composer(), { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(composer(), { key: 'Enter', isComposing: true });
    expect(fake.calls.some((call) => call.name === 'chat.send')).toBe(false);
  });

  it('rates the outcome and offers to take it back', async () => {
    fireEvent.click(screen.getByLabelText('Good answer'));
    await screen.findByText('Rating saved with this pick in your history');
    expect(fake.calls).toContainEqual({
      name: 'history.rate',
      input: { id: 'outcome-1', conversationId: 'c1', rating: 1, tag: null },
    });
    expect(screen.getByText('Undo')).toBeDefined();
  });
});

describe('what an answer says about itself', () => {
  it('names a failure in words and says what is safe once, in the provider’s own message', async () => {
    await open([
      message('u1', null),
      message('a1', 'u1', {
        meta: {
          ...META,
          status: 'failed',
          errorCode: 'provider_auth_failed',
          errorMessage: 'Lab refused the key (401). Your message is safe.',
        },
      }),
    ]);
    expect(screen.getByText('The provider did not accept the key')).toBeDefined();
    expect(screen.queryByText(/Your message is kept/)).toBeNull();
    expect(screen.getByText('Lab refused the key (401). Your message is safe.')).toBeDefined();
  });

  it('says a change of model and takes it back for the next message', async () => {
    await open([
      message('u1', null),
      message('a1', 'u1', { meta: { ...META, switchedFrom: 'ollama/llama3' } }),
    ]);
    expect(screen.getByText(/Changed from llama3 to/)).toBeDefined();
    fireEvent.click(screen.getByText('Use llama3 for the next message'));
    expect(useChatStore.getState().nextModel).toEqual({ c1: 'ollama/llama3' });
  });

  it('loads no remote image, runs no HTML and opens no unsafe link', async () => {
    await open([
      message('u1', null),
      message('a1', 'u1', {
        content:
          '![spy](https://evil.example/p.png) <img src="https://evil.example/q.png"> [bad](javascript:alert(1)) [good](https://example.org/)',
      }),
    ]);
    await screen.findByText(/Image not loaded: spy/);
    expect(document.querySelector('article img')).toBeNull();
    expect(document.body.innerHTML).not.toContain('javascript:alert');
    fireEvent.click(screen.getByText('good'));
    expect(fake.calls).toContainEqual({
      name: 'app.openExternal',
      input: { url: 'https://example.org/' },
    });
  });
});
