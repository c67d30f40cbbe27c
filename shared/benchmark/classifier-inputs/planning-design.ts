import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

export const PLANNING_DESIGN_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('planning_design', 'architecture_design', [
    {
      topic: 'monolith-or-services',
      prompt:
        'We are four developers with one Django app and 2,000 users. The new CTO wants microservices. What speaks for and against it in our case, and which seams would you prepare now?',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'plugin-architecture',
      prompt:
        'Design a plugin architecture for our editor: third-party plugins must be sandboxed, versioned, able to contribute UI and commands, and must not slow down typing. Compare at least three isolation models and decide.',
      promptTokens: 3_000,
      labels: ['high', 'small', 'answer_only', 'medium', false],
    },
    {
      topic: 'adapter-pattern',
      prompt: 'whats the difference between adapter and facade pattern, short',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'module-boundaries',
      prompt:
        'Read the whole repository and propose module boundaries for the next year: which packages, what each may import, which of today’s dependencies break that. Write it to docs/architecture.md.',
      toolsOffered: true,
      promptTokens: 110_000,
      labels: ['high', 'large', 'code_change', 'low', true],
    },
  ]),
  ...classifierInputs('planning_design', 'technical_planning', [
    {
      topic: 'release-checklist',
      prompt: 'Write a short checklist for releasing a npm package.',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'split-epic',
      prompt:
        'Here is the epic "offline mode" with our notes from three meetings (below). Cut it into stories of at most three days each, with their order, dependencies and what can be shipped alone.',
      promptTokens: 7_000,
      labels: ['medium', 'medium', 'answer_only', 'low', false],
    },
    {
      topic: 'decommission-plan',
      prompt:
        'Plan the shutdown of our old data centre in six months: 140 services, two regulators, contracts with notice periods (inventory above). I need the sequence, the risks with their triggers, and the point of no return.',
      earlierMessages: 6,
      promptTokens: 60_000,
      labels: ['high', 'large', 'answer_only', 'high', false],
    },
    {
      topic: 'estimate-upgrade',
      prompt:
        'How much work is the upgrade to React 19 in this repo? Look at what we use that was removed, and give me tickets with estimates.',
      toolsOffered: true,
      promptTokens: 26_000,
      labels: ['medium', 'large', 'answer_only', 'low', true],
    },
  ]),
  ...classifierInputs('planning_design', 'system_design', [
    {
      topic: 'url-shortener',
      prompt:
        'Design a URL shortener for 100 million links and 10,000 redirects per second. Storage, key generation, caching, and what happens when a region fails.',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'payment-ledger',
      prompt:
        'Design the ledger of a payment provider that must be correct under retries, partial failure and reordering across two regions. Prove that money can neither appear nor vanish, and state what you give up for it.',
      labels: ['high', 'small', 'answer_only', 'high', false],
    },
    {
      topic: 'sql-or-nosql',
      prompt: 'Is Postgres enough for 50 writes per second, or do I need a NoSQL database?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'chat-backend',
      prompt:
        '请设计一个支持五十万人同时在线的群聊后端：消息顺序、离线消息、已读状态以及扩容方案，并说明主要的取舍。',
      labels: ['high', 'small', 'answer_only', 'low', false],
    },
  ]),
];
