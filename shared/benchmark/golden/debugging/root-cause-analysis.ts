import { block, exact, goldenTasks, json, parts, say } from '../define';

export const ROOT_CAUSE_ANALYSIS = goldenTasks('debugging', 'root_cause_analysis', [
  {
    topic: 'exit-code',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A container stops with exit code 137 and its log just ends. The orchestrator says OOMKilled. Exit codes above 128 mean 128 plus the number of a signal. Which signal ended the process? Answer with its name in capital letters, starting with SIG.',
    check: exact('SIGKILL'),
    reference: 'SIGKILL',
    wrong: ['SIGTERM', 'SIGSEGV', '9'],
  },
  {
    topic: 'first-error',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'Find the request that failed first. Lines of a log are not in order of time:',
      block(
        'text',
        '10:02:07.410 req=81 status=500\n10:02:06.998 req=77 status=200\n10:02:07.020 req=79 status=502\n10:02:07.003 req=80 status=404\n10:02:06.999 req=78 status=302\n10:02:07.019 req=82 status=503\n10:02:08.100 req=83 status=500',
      ),
      'Failed means a status of 500 or more. Answer with the number of the request.',
    ),
    check: exact('82'),
    wrong: ['81', '79', '80'],
  },
  {
    topic: 'stack-frame',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'The stack trace of a crash:',
      block(
        'text',
        "TypeError: Cannot read properties of undefined (reading 'rate')\n    at Object.get (/app/node_modules/fast-map/index.js:12:9)\n    at convert (/app/src/money/convert.js:41:22)\n    at /app/src/cart/total.js:18:31\n    at Array.map (<anonymous>)\n    at total (/app/src/cart/total.js:17:24)\n    at handler (/app/src/routes/cart.js:55:16)",
      ),
      'In which file of our own code (not a package) and on which line did the innermost call happen? Answer as path:line, with the path from src on.',
    ),
    check: exact('src/money/convert.js:41'),
    wrong: ['node_modules/fast-map/index.js:12', 'src/cart/total.js:18', 'src/money/convert.js:22'],
  },
  {
    topic: 'time-zone',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt:
      'A nightly report for "yesterday" is missing some sales. The job runs at 23:30 in New York (UTC-5) and takes the UTC calendar day before the UTC day of its start. Sales are stored in UTC. It ran on 2024-01-10 at 23:30 New York time. Which UTC calendar day did it report, and on which UTC calendar day was a sale made at 20:15 New York time on 2024-01-10? Answer with the two dates as YYYY-MM-DD, separated by one blank.',
    check: exact('2024-01-10 2024-01-11'),
    wrong: ['2024-01-09 2024-01-10', '2024-01-10 2024-01-10', '2024-01-09 2024-01-11'],
  },
  {
    topic: 'int-overflow',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt:
      'A device counts milliseconds since its start in a signed 32-bit integer that wraps around, and a supervisor restarts it when the counter is negative. It was started on 2024-02-01 at 00:00:00 UTC. At which time does the counter become negative for the first time? Answer as YYYY-MM-DD HH:MM:SS in UTC, seconds rounded down.',
    check: exact('2024-02-25 20:31:23'),
    wrong: ['2024-02-26 20:31:23', '2024-03-21 17:02:47', '2024-02-25 20:31:24'],
  },
  {
    topic: 'cause-by-difference',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'Some hosts drop connections. Exactly one combination of two attributes (a value of one column together with a value of another) stands on every failing host and on no healthy one.',
      block(
        'text',
        'host  kernel  driver  region  cpu    status\nh01   5.15    2.1     eu      amd    ok\nh02   6.1     2.1     eu      intel  fail\nh03   6.1     2.0     us      intel  ok\nh04   6.1     2.1     us      amd    fail\nh05   5.15    2.1     us      intel  ok\nh06   6.1     2.0     eu      amd    ok\nh07   6.1     2.1     ap      arm    fail\nh08   5.15    2.0     ap      arm    ok\nh09   6.1     2.2     ap      intel  ok\nh10   5.15    2.1     ap      amd    ok',
      ),
      'Answer with the two as name=value in the order of the columns, separated by one blank.',
    ),
    check: exact('kernel=6.1 driver=2.1'),
    wrong: ['driver=2.1 kernel=6.1', 'kernel=6.1 region=eu', 'kernel=6.1 cpu=intel'],
  },
  {
    topic: 'leak-rate',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A service leaks memory. Samples of its memory use at the end of each hour and the requests by endpoint in that hour:',
      block(
        'text',
        'hour  memory_mb  search  upload  export\n0     500        0       0       0\n1     566        120     40      6\n2     593        200     10      12\n3     683        90      60      0\n4     704        150     0       21\n5     790        310     50      11',
      ),
      'Exactly one or two endpoints leak a fixed amount per request, and nothing else changes the memory. Which ones, and how much per request? Answer with a JSON object from endpoint to MB per request, with the leaking endpoints only.',
    ),
    check: json({ upload: 1.5, export: 1 }),
    wrong: ['{"upload": 1.5}', '{"upload": 1.8}', '{"search": 0.6}'],
  },
  {
    topic: 'incident-summary',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'Write a summary of this incident for customers, two or three sentences. It must hold the phrases "<n> minutes" (how long it lasted: from the first minute in which more than 5 % of the requests failed until the first minute after that in which at most 5 % failed), "<n> failed requests" (all failed requests of the minutes in between, the first one included, the last one not) and "worst at <HH:MM>" (the minute with the highest share of failed requests), with plain numbers.',
      block(
        'text',
        'minute  requests  failed\n09:10   1200      12\n09:11   1180      59\n09:12   1150      58\n09:13   900       410\n09:14   640       371\n09:15   610       350\n09:16   820       300\n09:17   1010      51\n09:18   1100      55\n09:19   1240      70\n09:20   1260      20',
      ),
    ),
    check: parts('6 minutes', '1540 failed requests', 'worst at 09:14'),
    reference:
      'For 6 minutes this morning some requests failed. There were 1540 failed requests in all; it was worst at 09:14. We are sorry.',
    wrong: [
      'For 8 minutes some requests failed: 1669 failed requests, worst at 09:14.',
      'For 6 minutes some requests failed: 1540 failed requests, worst at 09:13.',
      'We had a short incident.',
    ],
  },
  {
    topic: 'deadlock-cycle',
    tier: 'high',
    difficulty: ['high', 'medium', 'command_execution'],
    prompt: say(
      'A thread dump of a hung process. Locks are exclusive; a thread waits for one lock at a time.',
      block(
        'text',
        'T1  holds A,F    waits B\nT2  holds B      waits C\nT3  holds D      waits A\nT4  holds C,G    waits E\nT5  holds E      waits H\nT6  holds H      waits G\nT7  holds I      waits D\nT8  holds J,K    waits -\nT9  holds -      waits J\nT10 holds L      waits K\nT11 holds M      waits L\nT12 holds N      waits F',
      ),
      'Answer with a JSON object: "cycle" is the array of the threads of the deadlock itself (in ascending number), "blocked" the number of further threads that can never go on because of it, "free" the array of the threads that can go on now or after others finish (ascending).',
    ),
    check: json({ cycle: ['T4', 'T5', 'T6'], blocked: 5, free: ['T8', 'T9', 'T10', 'T11'] }),
    wrong: [
      '{"cycle": ["T1","T2","T4","T5","T6"], "blocked": 3, "free": ["T8","T9","T10","T11"]}',
      '{"cycle": ["T4","T5","T6"], "blocked": 5, "free": ["T8","T9"]}',
    ],
  },
  {
    topic: 'cascade',
    tier: 'high',
    difficulty: ['high', 'large', 'answer_only'],
    prompt: say(
      'An incident. A service is unhealthy from some minute on when it is broken itself, or, one minute after that, when all instances of a hard dependency, or at least half of the instances of a soft dependency, have become unhealthy. Several instances of a service are written as name#1, name#2; each instance depends on all instances of what its service depends on.',
      block(
        'text',
        'dependencies (service: hard / soft)\nweb#1,web#2,web#3:      hard api       soft search\napi#1,api#2:            hard auth,db   soft -\nauth#1,auth#2:          hard cache     soft -\nsearch#1,search#2,search#3: hard index soft cache\nindex#1:                hard disk      soft -\ndb#1,db#2:              hard disk      soft -\ncache#1,cache#2:        hard net       soft disk\nworker#1:               hard queue     soft -\nqueue#1:                hard -         soft db\ndisk#1,disk#2,disk#3:   hard -         soft -\nnet#1:                  hard -         soft -',
      ),
      block(
        'text',
        'monitor\n09:00 disk#2 is broken\n09:04 disk#3 is broken\n09:05 cache#1 and cache#2 unhealthy\n09:06 auth#1 and auth#2 unhealthy\n...',
      ),
      'Nothing else breaks by itself. Which services (names without numbers) are unhealthy in all of their instances at 09:10, and at which minute did each become so? Answer with a JSON object from service to "HH:MM"; leave out healthy services.',
    ),
    check: json({ web: '09:07', api: '09:07', auth: '09:06', search: '09:06', cache: '09:05' }),
    wrong: [
      '{"cache":"09:05","auth":"09:06","search":"09:06","api":"09:07","web":"09:08"}',
      '{"disk":"09:04","cache":"09:05","auth":"09:06","search":"09:06","api":"09:07","web":"09:07","db":"09:05","index":"09:05","queue":"09:06","worker":"09:07"}',
    ],
  },
  {
    topic: 'checksum-drift',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'Two services compute different checksums for the same message. Service A runs this code; service B is a port to a language with unlimited integers, where the author forgot the `| 0` and `>>> 0` (B computes with exact whole numbers, and at the very end takes the result modulo 2^16).',
      block(
        'js',
        'function checksum(bytes) {\n  let hash = 7;\n  for (const byte of bytes) {\n    hash = (Math.imul(hash, 131) + byte) | 0;\n    if (hash < 0) hash = (hash ^ 0x5a) | 0;\n  }\n  return (hash >>> 0) % 65536;\n}\nconst message = [200, 17, 254, 3, 99, 180];',
      ),
      'In B the test `hash < 0` is therefore never true. Give the checksum of service A, that of service B, and the index (from 0) of the first byte after which the two running values of `hash` differ. Answer with a JSON array [A, B, index].',
    ),
    check: json([34680, 19562, 3]),
    wrong: ['[34680, 34680, 6]', '[34680, 19562, 4]'],
  },
]);
