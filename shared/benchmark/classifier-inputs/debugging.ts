import type { ClassifierInput } from '../dataset';
import { classifierInputs } from './define';

export const DEBUGGING_INPUTS: readonly ClassifierInput[] = [
  ...classifierInputs('debugging', 'bug_fixing', [
    {
      topic: 'undefined-map',
      prompt:
        "TypeError: Cannot read properties of undefined (reading 'map')\n\nreturn data.items.map(i => <Row key={i.id} {...i} />)\n\nhow do I fix this?",
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'date-shift',
      prompt:
        'Birthdays show one day too early for users in America. Find where we turn the date into UTC and fix it everywhere it happens.',
      toolsOffered: true,
      promptTokens: 12_000,
      labels: ['medium', 'medium', 'code_change', 'low', true],
    },
    {
      topic: 'double-charge',
      prompt:
        'Some customers are charged twice when they reload the page after paying. The webhook handler and the return URL both call confirmOrder. Fix it properly, the live system is losing us money right now.',
      toolsOffered: true,
      promptTokens: 15_000,
      labels: ['high', 'medium', 'code_change', 'high', true],
    },
    {
      topic: 'css-overflow',
      prompt: 'my flex child overflows its parent with long words, what css do i need',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
  ]),
  ...classifierInputs('debugging', 'test_repair', [
    {
      topic: 'snapshot-update',
      prompt:
        'The button got a new class name on purpose. Update the three failing snapshots in Button.test.tsx, nothing else.',
      toolsOffered: true,
      labels: ['low', 'small', 'code_change', 'low', true],
    },
    {
      topic: 'flaky-suite',
      prompt:
        'About one in ten CI runs fails in a different integration test. Run the suite repeatedly, find out which tests share state or depend on order, and repair them one by one until 50 runs in a row are green.',
      system: 'You are an autonomous engineer with a shell.',
      toolsOffered: true,
      promptTokens: 55_000,
      labels: ['high', 'large', 'multi_step_project', 'low', true],
    },
    {
      topic: 'mock-clock',
      prompt:
        'This test passes alone and fails in the suite:\n\nit("expires", () => { vi.useFakeTimers(); const s = new Session(1000); vi.advanceTimersByTime(1001); expect(s.expired).toBe(true); });\n\nSession uses performance.now(). Why, and what is the smallest change to the test?',
      labels: ['medium', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'after-upgrade',
      prompt:
        'Since the upgrade to Jest 30, 23 tests fail. Here is the output of the run (4,000 lines, attached above). Please make them pass without weakening any assertion.',
      toolsOffered: true,
      earlierMessages: 2,
      promptTokens: 48_000,
      labels: ['medium', 'large', 'code_change', 'low', true],
    },
  ]),
  ...classifierInputs('debugging', 'root_cause_analysis', [
    {
      topic: 'econnrefused',
      prompt:
        'What does "connect ECONNREFUSED ::1:5432" mean when my database runs in Docker and 127.0.0.1 works?',
      labels: ['low', 'small', 'answer_only', 'low', false],
    },
    {
      topic: 'memory-growth',
      prompt:
        'Our Node service grows by 30 MB an hour. Attached: three heap snapshots as retainer lists and the metrics of a week. What holds the memory, and how sure are you? I do not need a fix yet.',
      earlierMessages: 4,
      promptTokens: 70_000,
      labels: ['high', 'large', 'answer_only', 'medium', false],
    },
    {
      topic: 'outage-timeline',
      prompt:
        'Here are the logs of the gateway and of two databases around the outage at 14:02 (about 300 lines). Work out the order of events and what started it, so that I can write the incident report for the customers.',
      promptTokens: 11_000,
      labels: ['high', 'medium', 'answer_only', 'medium', false],
    },
    {
      topic: 'bisect-regression',
      prompt:
        'The build is 40 seconds slower than in v4.2. Use git bisect with the build time as the test and tell me which commit did it and why.',
      system: 'Tools: bash, read_file.',
      toolsOffered: true,
      labels: ['medium', 'medium', 'command_execution', 'low', true],
    },
  ]),
];
