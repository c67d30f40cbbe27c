import { block, exact, goldenTasks, json, parts, say } from '../define';

export const TECHNICAL_PLANNING = goldenTasks('planning_design', 'technical_planning', [
  {
    topic: 'sprint-capacity',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A team of 5 plans a sprint of 10 working days. Two members are away for 3 days each, one works only half of every day. 20 % of all present time goes to meetings. A story point takes half a person-day. How many whole story points fit? Answer with the number.',
    check: exact('62'),
    wrong: ['63', '31', '78'],
  },
  {
    topic: 'release-date',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Work starts on Thursday 2024-02-22 and takes 8 working days (Monday to Friday), the first of them is that Thursday. The release is on the first Tuesday after the last working day. On which date is it? Answer as YYYY-MM-DD.',
    check: exact('2024-03-05'),
    wrong: ['2024-03-12', '2024-03-04', '2024-03-06'],
  },
  {
    topic: 'weighted-estimate',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Uma estimativa de três pontos é (otimista + 4 * provável + pessimista) / 6. A tarefa A tem 2, 4 e 12 dias, a tarefa B 1, 3 e 5 dias, a tarefa C 6, 7 e 14 dias. Qual é a soma das três estimativas em dias? Responda só com o número.',
    check: exact('16'),
    wrong: ['14', '18', '15.67'],
  },
  {
    topic: 'priority-order',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'Items are ordered by their cost of delay divided by their size, the highest first; ties: the smaller size first.',
      block(
        'text',
        'item     delay  size\nexport   8      5\nsearch   13     8\nlogin    3      2\naudit    6      4\nsync     20     13\nthemes   1      1\nimport   5      3',
      ),
      'Answer with a JSON array of the items in order.',
    ),
    check: json(['import', 'search', 'export', 'sync', 'login', 'audit', 'themes']),
    wrong: [
      '["sync","search","export","audit","import","login","themes"]',
      '["import","search","export","sync","audit","login","themes"]',
    ],
  },
  {
    topic: 'status-note',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Write a status note of two sentences for the team. It is the evening of Tuesday 2024-05-07, 34 of 80 story points are done after 8 working days, and the team keeps its average speed. The note must hold the phrases "<n> points left" and "<n> more working days" (whole days, rounded up) and the date of the last of these working days as YYYY-MM-DD (Monday to Friday; Thursday 2024-05-09 is a holiday).',
    check: parts('46 points left', '11 more working days', '2024-05-23'),
    reference:
      'We have 46 points left. At our speed that takes 11 more working days, until 2024-05-23.',
    wrong: [
      'We have 46 points left, which takes 11 more working days, until 2024-05-22.',
      'We have 46 points left, which takes 10 more working days, until 2024-05-22.',
    ],
  },
  {
    topic: 'critical-path',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A project plan; any number of tasks can run at the same time.',
      block(
        'text',
        'task  days  after\nA     3     -\nB     5     A\nC     2     A\nD     6     C\nE     4     B,C\nF     3     D,E\nG     7     B\nH     2     F\nI     1     G,H',
      ),
      'How many days does the project take, which tasks are critical (no slack), and how many days of slack has G? Answer with a JSON object {"days": .., "critical": [alphabetical], "slackG": ..}.',
    ),
    check: json({ days: 18, critical: ['A', 'B', 'E', 'F', 'H', 'I'], slackG: 2 }),
    wrong: ['{"days":18,"critical":["A","C","D","F","H","I"],"slackG":2}'],
  },
  {
    topic: 'two-workers',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'Two people share seven tasks. A task is done by one person without a break, and nobody does two at once. Some tasks must wait until others have ended.',
      block(
        'text',
        'task  days  after\np     4     -\nq     3     -\nr     2     p\ns     5     q\nt     3     q\nu     2     r,t\nv     4     p',
      ),
      'What is the smallest number of days in which all tasks can be done? Answer with the number.',
    ),
    check: exact('12'),
    wrong: ['11', '13', '9'],
  },
  {
    topic: 'budget-selection',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'Choose the features of a release with at most 26 days of work and as much value as possible. `search2` needs `search1`; `sso` and `passkeys` exclude each other; `export` is worth 3 more if `reports` is chosen as well.',
      block(
        'text',
        'feature   days  value\nsearch1   6     9\nsearch2   5     11\nsso       9     14\npasskeys  7     12\nreports   8     10\nexport    4     5\nthemes    3     3\noffline   11    16',
      ),
      'The best choice is unique. Answer with a JSON object {"features": [alphabetical], "days": .., "value": ..}.',
    ),
    check: json({ features: ['passkeys', 'reports', 'search1', 'search2'], days: 26, value: 42 }),
    wrong: ['{"features":["search1","search2","sso"],"days":20,"value":34}'],
  },
  {
    topic: 'rollout-plan',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'A change is rolled out in rings: 1 %, 5 %, 20 %, 50 %, 100 % of users, one after another. Plan it with these rules:',
      block(
        'text',
        '- Ring 1 starts on Monday 2024-06-03. A ring starts only on a Monday, Tuesday, Wednesday or Thursday.\n- A ring must bake for 2, 2, 3, 4 full calendar days (for rings 1, 2, 3, 4) before the next one starts: if a ring starts on day d and bakes n days, the next one may start on day d + n at the earliest.\n- No ring may start from 2024-06-12 to 2024-06-14 (conference) and on 2024-06-19 (holiday).\n- On a day on which another team releases (every second Tuesday, counted from 2024-06-04, that is 06-04, 06-18 and so on) no ring above 10 % may start.\n- Ring 5 must not start in the last 3 calendar days of a month.\n- Two days after ring 3 starts, a fix is needed: ring 3 starts its bake anew on that day (its bake of 3 days counts from the day of the fix).',
      ),
      'Each ring starts as early as the rules allow. Answer with a JSON array of the five start dates as "YYYY-MM-DD".',
    ),
    check: json(['2024-06-03', '2024-06-05', '2024-06-10', '2024-06-17', '2024-06-24']),
    wrong: [
      '["2024-06-03","2024-06-05","2024-06-10","2024-06-13","2024-06-17"]',
      '["2024-06-03","2024-06-05","2024-06-10","2024-06-17","2024-06-20"]',
    ],
  },
  {
    topic: 'on-call-roster',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Plan the on-call roster of 8 nights, numbered 1 to 8, for Ann, Bo, Cem and Di: one person a night, two nights each.',
      block(
        'text',
        '- Nobody has two nights in a row.\n- Ann is away on nights 1, 2 and 8.\n- Bo takes night 5.\n- Cem is never on call the night after Di.\n- Di takes exactly one of the nights 3 and 6.\n- The two nights of a person are at least 3 apart (such as 1 and 4).\n- Ann is on call before the first night of Bo.',
      ),
      'How many rosters fulfil all rules, and which one comes first when a roster is written as the eight initials (A, B, C, D) and sorted alphabetically? Answer with a JSON array [number, "eight letters"].',
    ),
    check: json([1, 'CDACBDAB']),
    wrong: ['[1, "CDABBCDA"]', '[3, "CDACBDAB"]'],
  },
  {
    topic: 'migration-cost',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Plan when to replace a server over 6 years (year 1 to year 6). At the start of a year you may buy a new one, and you must own one at all times; at the start of year 1 you buy. A server that is in its n-th year of use costs running money in that year; when it is replaced or at the end of year 6 it is sold for its resale value by age.',
      block(
        'text',
        'buying price by year: 900, 940, 860, 990, 900, 930 (year 1 to 6)\nrunning cost in year of use 1,2,3,4: 200, 310, 480, 720\nresale after 1,2,3,4 years of use: 520, 350, 180, 60\na server may be used for at most 4 years\nin year 4 the running cost of every server is 150 higher\na server bought in year 3 has a resale value that is 100 lower at every age (never below 0)',
      ),
      'What is the lowest total cost (bought minus sold plus running), and in which years do you buy? The best plan is unique. Answer with a JSON object {"cost": .., "buy": [years]}.',
    ),
    check: json({ cost: 3390, buy: [1, 3, 5] }),
    wrong: ['{"cost": 3450, "buy": [1, 3, 5]}', '{"cost": 3320, "buy": [1, 4]}'],
  },
]);
