import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

export const REFACTORING_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('refactoring', 'code_cleanup', [
    {
      topic: 'nested-ifs',
      prompt:
        'Can this be written without the nesting?\n\nif (user) { if (user.active) { if (!user.banned) { return true } } }\nreturn false',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'unused-exports',
      prompt:
        'Find all exports under src that nothing imports and remove them together with the code that only they used. Type check afterwards.',
      toolsOffered: true,
      promptTokens: 36_000,
      labels: ['medium', 'large', 'code_change', 'low', true],
    },
    {
      topic: 'rename-variables',
      prompt:
        'Rename the one-letter variables in utils/geo.ts to something readable. No behaviour change.',
      toolsOffered: true,
      labels: ['low', 'small', 'code_change', 'low', true],
    },
    {
      topic: 'dedupe-validators',
      prompt:
        'These two validators (pasted below, 180 lines each) were copied from one another and drifted apart. Merge them into one and list every place where they behaved differently.',
      promptTokens: 6_500,
      labels: ['medium', 'medium', 'answer_only', 'low', false],
    },
  ]),
  ...classifierInputs('refactoring', 'architecture_improvement', [
    {
      topic: 'split-god-class',
      prompt:
        'OrderManager has 2,400 lines and is imported by 61 files. Break it up into services along its responsibilities, step by step, with all tests green after each step.',
      system: 'You are a coding agent. You can edit files and run commands.',
      toolsOffered: true,
      promptTokens: 90_000,
      labels: ['high', 'large', 'multi_step_project', 'medium', true],
    },
    {
      topic: 'import-cycle',
      prompt:
        'user.ts imports team.ts and team.ts imports user.ts, which breaks at start-up. Untangle it: the shared types can go to a third file.',
      toolsOffered: true,
      labels: ['medium', 'small', 'code_change', 'low', true],
    },
    {
      topic: 'hooks-vs-service',
      prompt:
        'In one or two sentences: is it better to put fetch calls into a React hook or a plain service module?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'permission-layer',
      prompt:
        'Permission checks are scattered over 40 route handlers. Move them into one policy layer. A mistake here exposes customer data, so keep a table of every route with its check before and after.',
      toolsOffered: true,
      promptTokens: 52_000,
      labels: ['high', 'large', 'code_change', 'high', true],
    },
  ]),
  ...classifierInputs('refactoring', 'migration', [
    {
      topic: 'cjs-to-esm',
      prompt:
        'Migrate this package from CommonJS to ES modules: package.json, all files, the Jest config and the scripts. Run the tests and the build at the end.',
      toolsOffered: true,
      promptTokens: 28_000,
      labels: ['medium', 'medium', 'multi_step_project', 'low', true],
    },
    {
      topic: 'moment-to-datefns',
      prompt: 'What is the date-fns version of moment(d).add(3, "days").format("YYYY-MM-DD")?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'zero-downtime-column',
      prompt:
        'We must split users.name into first and last name on a live PostgreSQL with 80 million rows and no downtime. Write the migration steps with the SQL, the order of deployments, and how to go back at each point.',
      labels: ['high', 'small', 'answer_only', 'high', false],
    },
    {
      topic: 'vue-2-to-3',
      prompt:
        'Convierte este componente de Vue 2 (Options API) a Vue 3 con Composition API y TypeScript:\n\nexport default { props: ["id"], data() { return { user: null } }, async created() { this.user = await load(this.id) }, computed: { name() { return this.user?.name ?? "…" } } }',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
  ]),
];
