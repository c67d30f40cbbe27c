import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

export const IMPLEMENTATION_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('implementation', 'feature_development', [
    {
      topic: 'dark-mode-toggle',
      prompt:
        'Add a dark mode toggle to the settings page. The preference should be stored like the other ones in useSettings and applied on start without a flash.',
      toolsOffered: true,
      promptTokens: 9_000,
      labels: ['medium', 'medium', 'code_change', 'low', true],
    },
    {
      topic: 'team-invitations',
      prompt:
        'We want team invitations end to end: a table, an API with expiring tokens, the e-mail, the accept page, and permission checks everywhere a team is read. Build it, run the tests after each part and open one commit per part.',
      system: 'You are a coding agent with access to the repository and a shell.',
      toolsOffered: true,
      promptTokens: 64_000,
      labels: ['high', 'large', 'multi_step_project', 'medium', true],
    },
    {
      topic: 'copy-button',
      prompt: 'Show me how a copy-to-clipboard button looks in plain React, just the component.',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'refunds',
      prompt:
        'Implement partial refunds in PaymentService and the admin endpoint. A refund must never exceed what was captured minus earlier refunds, also when two admins click at once. This goes to production tonight.',
      toolsOffered: true,
      promptTokens: 22_000,
      labels: ['high', 'medium', 'code_change', 'high', true],
    },
  ]),
  ...classifierInputs('implementation', 'code_generation', [
    {
      topic: 'iso-date-regex',
      prompt: 'give me a regex for ISO dates like 2024-03-09, JS flavour',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'lru-in-rust',
      prompt:
        'Write an LRU cache in safe Rust without external crates: O(1) get and put, generic over key and value, capacity given at construction. Explain how you avoid the usual borrow checker problems.',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'german-sql',
      prompt:
        'Schreib mir bitte eine SQL-Abfrage (PostgreSQL), die pro Kunde die letzte Bestellung liefert. Tabellen: kunden(id, name), bestellungen(id, kunde_id, datum, summe).',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'lock-free-queue',
      prompt:
        'Write a bounded multi-producer multi-consumer lock-free queue in C++20 and argue for every atomic operation why its memory order is sufficient, including on ARM.',
      labels: ['high', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'client-from-openapi',
      prompt:
        'Read openapi.yaml in the repo root and create a typed TypeScript client for it under src/client, one file per tag, no code generator.',
      toolsOffered: true,
      promptTokens: 18_000,
      labels: ['medium', 'medium', 'code_change', 'low', true],
    },
  ]),
  ...classifierInputs('implementation', 'test_creation', [
    {
      topic: 'slugify-tests',
      prompt:
        'Write vitest tests for this:\n\nexport const slugify = (s: string) => s.toLowerCase().trim().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'cover-parser',
      prompt:
        'src/parser has no tests at all. Add unit tests for every public function, with the edge cases that you find by reading the grammar, and make sure `npm test` passes.',
      toolsOffered: true,
      promptTokens: 30_000,
      labels: ['medium', 'medium', 'code_change', 'low', true],
    },
    {
      topic: 'property-tests-ledger',
      prompt:
        'Design property-based tests for a double-entry ledger (post, reverse, close period, multi-currency). Which invariants must hold under any interleaving of operations, and how would you generate and shrink the histories?',
      labels: ['high', 'small', 'answer_only', 'medium', false],
    },
    {
      topic: 'e2e-checkout',
      prompt:
        'Set up Playwright in this monorepo from nothing, write e2e tests for the checkout of both shops, run them headless, fix what is flaky and add them to the CI workflow.',
      system: 'You can read and edit files and run shell commands.',
      toolsOffered: true,
      promptTokens: 41_000,
      labels: ['medium', 'large', 'multi_step_project', 'low', true],
    },
  ]),
];
