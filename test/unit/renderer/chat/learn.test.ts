import type { AnswerMeta, Conversation, Message } from '@shared/api/conversations';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  nameNextModel,
  openConversation,
  sendDraft,
  setDraft,
} from '../../../../renderer/features/chat/actions';
import { learnFromRating, learnFromRegenerate } from '../../../../renderer/features/chat/learn';
import { usePreviewStore } from '../../../../renderer/features/chat/preview';
import { fail, type FakeApi, fakeTrace, ok } from '../../../support/fake-api';
import { freshApp } from '../../../support/render';

const TRACE = { ...fakeTrace(), id: 'd1', createdAt: 1 };
const [PICK, RUNNER_UP] = TRACE.candidates.filter(({ rank }) => rank !== null).map(({ id }) => id);

const META: AnswerMeta = {
  model: PICK ?? null,
  strategy: 'auto',
  decisionId: 'd1',
  outcomeId: 'o1',
  practice: false,
  firstTokenMs: 1,
  totalMs: 1,
  promptTokens: 1,
  completionTokens: 1,
  costUsd: null,
  status: 'succeeded',
  errorCode: null,
  errorMessage: null,
  switchedFrom: null,
  rating: null,
};
const QUESTION: Message = {
  id: 'u1',
  parentId: null,
  role: 'user',
  content: 'the whole question',
  createdAt: 1,
  meta: null,
};
const ANSWER: Message = {
  id: 'a1',
  parentId: 'u1',
  role: 'assistant',
  content: 'the answer',
  createdAt: 2,
  meta: META,
};
const CONVERSATION: Conversation = {
  id: 'c1',
  title: 'First',
  createdAt: 1,
  updatedAt: 1,
  match: null,
  messages: [QUESTION, ANSWER],
  leafId: 'a1',
};

let fake: FakeApi;
const sent = (name: string): unknown[] =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input);

beforeEach(async () => {
  fake = await freshApp({ conversations: [CONVERSATION], traces: { d1: TRACE } });
  await openConversation('c1');
});

describe('a thumb', () => {
  it('compares the answer with the runner-up of its own decision, on the question that was asked', async () => {
    const learned = await learnFromRating(ANSWER, 1);
    expect(sent('memory.feedback')).toEqual([
      { kind: 'thumb_up', prompt: 'the whole question', model: PICK, against: RUNNER_UP },
    ]);
    expect(learned?.title).toMatch(/^Chat now prefers .* slightly$/u);
    await learnFromRating(ANSWER, null);
  });

  it('that is taken away takes back what it taught, and one that turns teaches the other way', async () => {
    await learnFromRating(ANSWER, 1);
    await learnFromRating(ANSWER, -1);
    expect(sent('memory.undo')).toHaveLength(1);
    expect(sent('memory.feedback').at(-1)).toMatchObject({ kind: 'thumb_down' });
    await learnFromRating(ANSWER, null);
    expect(sent('memory.undo')).toHaveLength(2);
    expect(sent('memory.feedback')).toHaveLength(2);
  });

  it('teaches nothing when it is switched off, when the prompt was rated, or when that fails', async () => {
    for (const answer of [
      () => ok(null),
      () => ok({ receipt: null, kept: 'rated', prefers: 'x', over: 'y' }),
      () => fail('embedding_failed'),
    ]) {
      fake.override('memory.feedback', answer);
      expect(await learnFromRating(ANSWER, 1)).toBeNull();
    }
    expect(sent('memory.undo')).toEqual([]);
  });

  it('on an answer that was not routed compares it with nobody', async () => {
    const direct = { ...ANSWER, meta: { ...META, decisionId: null } };
    expect(await learnFromRating(direct, 1)).toBeNull();
    expect(sent('memory.feedback')).toEqual([]);
  });
});

describe('regenerating', () => {
  it('with another model prefers it; with the same one says nothing', async () => {
    await learnFromRegenerate('u1', RUNNER_UP ?? '', PICK ?? null);
    await learnFromRegenerate('u1', PICK ?? '', PICK ?? null);
    await learnFromRegenerate('u1', RUNNER_UP ?? '', null);
    expect(sent('memory.feedback')).toEqual([
      { kind: 'regenerated', prompt: 'the whole question', model: RUNNER_UP, against: PICK },
    ]);
  });
});

async function sendTo(model: string | null): Promise<void> {
  usePreviewStore.setState({ preview: { state: 'ready', trace: TRACE } });
  nameNextModel(model);
  setDraft('a new question');
  await sendDraft();
}

describe('sending to another model than the pick', () => {
  it('that is the runner-up prefers it to the pick', async () => {
    await sendTo(RUNNER_UP ?? '');
    expect(sent('memory.feedback')).toEqual([
      { kind: 'runner_up', prompt: 'a new question', model: RUNNER_UP, against: PICK },
    ]);
  });

  it.each([null, PICK ?? '', 'openai/named-for-its-own-sake'])(
    '%s teaches nothing: only the runner-up was weighed against the pick',
    async (model) => {
      await sendTo(model);
      expect(sent('chat.send')).toHaveLength(1);
      expect(sent('memory.feedback')).toEqual([]);
    },
  );

  it('teaches nothing when the message was not sent', async () => {
    fake.override('chat.send', () => fail('backend_unavailable'));
    await sendTo(RUNNER_UP ?? '');
    expect(sent('memory.feedback')).toEqual([]);
  });
});
