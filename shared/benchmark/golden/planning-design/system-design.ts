import { block, exact, goldenTasks, json, say } from '../define';

export const SYSTEM_DESIGN = goldenTasks('planning_design', 'system_design', [
  {
    topic: 'requests-per-second',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A service has 6 million active users a day, each makes 18 requests a day, and the peak is 3 times the average. How many requests per second is the peak? Answer with a whole number.',
    check: exact('3750'),
    wrong: ['1250', '3,7', '375'],
  },
  {
    topic: 'id-space',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Short links use 62 different characters and all have the same length. What is the smallest length that gives at least 10 billion (10^10) different links? Answer with the number.',
    check: exact('6'),
    wrong: ['5', '7', '10'],
  },
  {
    topic: 'cache-hit-latency',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Ein Cache antwortet in 4 ms. Bei einem Fehlgriff wird nach dem Cache die Datenbank gefragt, was weitere 96 ms dauert. Die Trefferquote ist 85 %. Wie groß ist die mittlere Antwortzeit in ms? Antworte mit einer Nachkommastelle und einem Dezimalpunkt, ohne Einheit.',
    check: exact('18.4'),
    wrong: ['17.8', '18', '14.4'],
  },
  {
    topic: 'idempotency-key',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'A payment API stores the result of each successful request under its idempotency key for 24 hours. A repeated key with the same amount returns the stored result and books nothing; with another amount it is refused with 422 and books nothing. Failed requests (status 500) are not stored and book nothing.',
      block(
        'text',
        'time     key  amount  note\nMon 10:00  k1   50\nMon 10:01  k1   50\nMon 10:02  k2   30    the server fails with 500\nMon 10:03  k2   30\nMon 11:00  k1   55\nTue 09:59  k2   30\nTue 10:30  k1   55\nTue 10:31  k2   30',
      ),
      'Which amount is booked in total? Answer with the number.',
    ),
    check: exact('165'),
    wrong: ['135', '80', '215', '195'],
  },
  {
    topic: 'feed-fanout',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A feed can be built on write (each post is copied into the feed of every follower) or on read (a reader asks every author that the reader follows). Plan for a hybrid: authors with more than a limit L of followers are read, all others are written.',
      block(
        'text',
        'class     authors  followers each  posts a day each\nsmall     900000   80              2\nmedium    50000    1500            5\nlarge     1200     40000           8\ngiant     15       3000000         12',
      ),
      'Each feed read costs one lookup for the written part plus one lookup for every author over the limit that the reader follows. There are 40 million feed reads a day; every reader makes the same number of reads, and there are 1 million readers who share the followings evenly. Costs per day = copies + lookups. Compare the limits L = 100, L = 10000 and L = 100000. Answer with a JSON object from "100", "10000", "100000" to the costs in millions per day, rounded to whole millions.',
    ),
    check: json({ '100': 6904, '10000': 4279, '100000': 2743 }),
    wrong: ['{"100": 184, "10000": 559, "100000": 943}'],
  },
  {
    topic: 'retry-storm',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt:
      'Service A calls B, B calls C, C calls D. Every caller makes up to 3 attempts when a call fails, one after another, without waiting. D is down, every call to it fails at once. How many calls does D get for one call to A? Now a retry budget is added in B only: B makes a second or third attempt only if its number of attempts so far (over all calls from A, the first attempts included) is at most 4 before that attempt. How many calls does D get for one call to A then? (A is called once; A itself makes up to 3 attempts at B.) Answer with the two numbers, separated by one blank.',
    check: exact('27 18'),
    wrong: ['27 15', '9 5', '27 12'],
  },
  {
    topic: 'bloom-filter',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'A Bloom filter has 32 bits (0 to 31) and three hash functions for a number x: h1 = (5x + 3) mod 32, h2 = (x * x + 7) mod 32, h3 = (11x + 1) mod 32. The numbers 4, 9, 17, 26 and 30 are put in.',
      'How many bits are set, and which numbers from 0 to 40 that were not put in does the filter report as present? Answer with a JSON object {"bits": number, "false": [ascending]}.',
    ),
    check: json({ bits: 11, false: [2, 12, 13, 34, 36] }),
    wrong: ['{"bits": 11, "false": []}', '{"bits": 11, "false": [2, 13, 34]}'],
  },
  {
    topic: 'leader-election',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Five nodes elect leaders like Raft. Each log entry is the term in which it was made. A node votes at most once per term, and only for a candidate whose log is at least as up to date as its own: a higher term of the last entry wins; with equal last terms, the longer log wins or ties. When a node hears a request with a higher term, it takes over that term, whether it votes or not. A candidate raises its own term by one, votes for itself, and asks the other nodes that it can reach.',
      block(
        'text',
        'node  term  log\nN1    6     1 1 4 4 6\nN2    5     1 1 4 4 5 5\nN3    6     1 1 4 4 6 6\nN4    4     1 1 4 4\nN5    6     1 1 4 5',
      ),
      block(
        'text',
        '1. N2 becomes a candidate; it reaches N4 and N5.\n2. N4 becomes a candidate; it reaches N1, N2, N3, N5.\n3. N1 becomes a candidate; it reaches N2, N4, N5.\n4. N3 becomes a candidate; it reaches N1 and N5.\n5. N5 becomes a candidate; it reaches N2, N4.\n6. N2 becomes a candidate; it reaches N1, N4, N5.',
      ),
      'The elections happen one after another; logs do not change, a leader that is elected sends nothing. A majority of all five nodes wins. A node that is asked with a term not higher than its own does not vote and changes nothing, unless the terms are equal and it has not voted in that term yet (at the start nobody has voted in the terms shown). Answer with a JSON object {"leaders": [for each election the term if the candidate wins, else null], "terms": [final terms of N1 to N5]}.',
    ),
    check: json({ leaders: [6, null, 8, null, null, 10], terms: [10, 10, 8, 10, 10] }),
    wrong: ['{"leaders": [null, null, 7, 8, null, null], "terms": [9, 9, 8, 9, 9]}'],
  },
  {
    topic: 'queue-simulation',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'A job system has 2 workers and two queues, gold and free. A free worker takes the oldest gold job; if none waits, the oldest free job. But after 2 gold jobs in a row that were started (by any worker) while a free job was waiting, the next job started is a free one, if one waits (any other start begins that count anew). A free job that has waited 20 minutes or more at the moment of a choice counts as gold and goes by its arrival among the gold jobs (and counts as gold for the rule of two). At one moment, arrivals come before choices; if both workers are free, W1 takes a job first.',
      block(
        'text',
        'job  queue  arrives  minutes\na    free   0        8\nb    gold   0        5\nc    free   1        6\nd    gold   2        7\ne    gold   3        4\nf    free   3        3\ng    gold   6        9\nh    gold   10       2\ni    free   12       5\nj    gold   13       6\nk    gold   15       4\nl    free   16       3',
      ),
      'When does each job start? Answer with a JSON object from job to minute.',
    ),
    check: json({ b: 0, a: 0, d: 5, e: 8, c: 12, g: 12, h: 18, f: 20, j: 21, k: 23, i: 27, l: 27 }),
    wrong: ['{"a":0,"b":0,"c":8,"d":5,"e":12,"f":14,"g":16,"h":17,"i":19,"j":24,"k":25,"l":29}'],
  },
  {
    topic: 'snowflake-ids',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Design check of an id scheme. An id is a 64-bit number: 41 bits of milliseconds since 2020-01-01T00:00:00Z, then 10 bits of machine number, then 12 bits of a counter that restarts at 0 each millisecond of that machine (the time in the highest of these 63 bits, the top bit of the 64 is 0).',
      '(1) Which id does machine 37 give to its 6th id in the millisecond 2024-05-17T08:09:10.123Z? (2) On which day (UTC) does the scheme run out of time stamps, that is, which day contains the last millisecond that fits? (3) A machine needs 9000 ids at once, starting with an unused millisecond; how many milliseconds does it need? (4) Which machine number is in the id 571953153087148039?',
      'Answer with a JSON object {"id": "digits as a string", "until": "YYYY-MM-DD", "milliseconds": number, "machine": number}.',
    ),
    check: json({ id: '579218912567250949', until: '2089-09-06', milliseconds: 3, machine: 713 }),
    wrong: [
      '{"id":"579218912567250950","until":"2089-09-06","milliseconds":3,"machine":713}',
      '{"id":"579218912567250949","until":"2089-09-06","milliseconds":2,"machine":713}',
    ],
  },
]);
