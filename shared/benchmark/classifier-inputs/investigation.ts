import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

export const INVESTIGATION_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('investigation', 'repo_exploration', [
    {
      topic: 'where-is-login',
      prompt: 'Where in this repo is the login form?',
      toolsOffered: true,
      labels: ['low', 'medium', 'answer_only', 'low', true],
    },
    {
      topic: 'list-env-vars',
      prompt:
        'Go through the repository and list every environment variable that is read, where, and with which default. A table please.',
      toolsOffered: true,
      promptTokens: 20_000,
      labels: ['medium', 'large', 'answer_only', 'low', true],
    },
    {
      topic: 'largest-files',
      prompt:
        'Run whatever you need to tell me the ten largest source files and who changed them last.',
      toolsOffered: true,
      labels: ['low', 'medium', 'command_execution', 'low', true],
    },
    {
      topic: 'tree-output',
      prompt:
        'This is the output of `tree -L 2` of a project I inherited:\n\n.\n├── cmd\n│   ├── api\n│   └── worker\n├── internal\n│   ├── billing\n│   └── store\n├── migrations\n└── web\n\nWhere would you start reading?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
  ]),
  ...classifierInputs('investigation', 'codebase_understanding', [
    {
      topic: 'explain-one-liner',
      prompt:
        'what does `const f = g => (...a) => a.length < g.length ? f(g.bind(null, ...a)) : g(...a)` do',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'request-lifecycle',
      prompt:
        'Explain the life of a request in this code base from the router to the database and back, with file names, and point out where transactions begin and end.',
      toolsOffered: true,
      promptTokens: 75_000,
      labels: ['high', 'large', 'answer_only', 'low', true],
    },
    {
      topic: 'ts-infer',
      prompt: 'What does the keyword `infer` mean in TypeScript? One example.',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'auth-review',
      prompt:
        'Here is our middleware for sessions and CSRF (three files, below). Explain how they work together and whether an attacker on a subdomain can take over a session.',
      promptTokens: 5_200,
      labels: ['high', 'medium', 'answer_only', 'high', false],
    },
  ]),
  ...classifierInputs('investigation', 'external_research', [
    {
      topic: 'latest-node-lts',
      prompt: 'Which Node version is the active LTS today? Check online, with a link.',
      toolsOffered: true,
      labels: ['low', 'small', 'answer_only', 'low', true],
    },
    {
      topic: 'compare-vector-dbs',
      prompt:
        'Research pgvector, Qdrant and Milvus for 20 million vectors on one machine: published benchmarks, licences, operation. Read the sources and say which claims you could not verify.',
      toolsOffered: true,
      labels: ['high', 'large', 'answer_only', 'low', true],
    },
    {
      topic: 'http-409',
      prompt: 'Quand faut-il répondre 409 plutôt que 422 selon les RFC ?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'licence-question',
      prompt:
        'We want to ship an AGPL library inside our proprietary desktop app. Look up what the licence and the FSF say about that and tell me whether we may. Our lawyer is away and we sign on Friday.',
      toolsOffered: true,
      labels: ['high', 'medium', 'answer_only', 'high', true],
    },
  ]),
];
