import { block, exact, goldenTasks, json, say, word } from '../define';

export const ARCHITECTURE_DESIGN = goldenTasks('planning_design', 'architecture_design', [
  {
    topic: 'pattern-name',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'One design separates the model that handles writes from the models that serve reads; reads may lag behind. What is its four-letter acronym?',
    check: word('CQRS'),
    wrong: ['CRUD', 'REST', 'SAGA'],
  },
  {
    topic: 'quorum',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A store keeps every value on N = 5 replicas; a write waits for W replicas and a read asks R of them. Reads must always see the newest acknowledged write (R + W > N), and writes must still work when any 2 replicas are down. With the largest W that allows this, what is the smallest R? Answer with the two numbers as W,R.',
    check: exact('3,3'),
    wrong: ['4,2', '3,2', '2,4'],
  },
  {
    topic: 'http-method',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'By the HTTP standard (RFC 9110), which of these methods are idempotent?',
      block('text', 'GET POST PUT PATCH DELETE HEAD OPTIONS'),
      'Answer with a JSON array of the idempotent ones in the order given.',
    ),
    check: json(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS']),
    wrong: ['["GET", "HEAD", "OPTIONS"]', '["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]'],
  },
  {
    topic: 'availability',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt:
      'A request passes a load balancer (available 99.95 %), then one of two redundant app servers (each 99 %, independent; one is enough), then a database (99.9 %). What is the availability of the whole in per cent, rounded to 2 decimals? Answer with the number only.',
    check: exact('99.84'),
    wrong: ['98.85', '97.86', '99.85', '99.90'],
  },
  {
    topic: 'partition-choice',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'Keys are spread over 4 nodes with consistent hashing on a ring of 100 points. A key belongs to the first node at or after its point, going up and around. Each node has three points:',
      block('text', 'A 3 41 77\nB 15 52 90\nC 22 48 81\nD 30 47 95'),
      'How many of the 100 points (0 to 99) does each node own now, and how many of the points change their owner when D fails? Of those, how many go to A? Answer with a JSON object {"A": .., "B": .., "C": .., "D": .., "moved": .., "toA": ..}.',
    ),
    check: json({ A: 44, B: 25, C: 12, D: 19, moved: 19, toA: 13 }),
    wrong: ['{"A":25,"B":25,"C":25,"D":25,"moved":25,"toA":8}'],
  },
  {
    topic: 'queue-or-sync',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A design review has rules. A call between two services must be asynchronous (through a queue) if at least one of these holds: (1) the callee may be down for more than 60 s and the caller must stay up; (2) the caller does not need the result to answer its own user; (3) the callee takes more than 2 s at the 99th percentile. But it must be synchronous if the result decides whether the user may go on, even when another rule says otherwise; then, if (1) also holds, it needs a fallback.',
      block(
        'text',
        'call                     down>60s  result needed for answer  p99     decides whether the user may go on\ncheckout -> fraud        yes       yes                       0.8 s   yes\ncheckout -> receipt      no        no                        0.3 s   no\ncheckout -> stock        no        yes                       0.2 s   yes\nsignup -> geocode        no        yes                       2.4 s   no\nsearch -> ranking        no        yes                       1.9 s   no\nsignup -> sanctions      no        yes                       4.0 s   yes\nprofile -> avatars       yes       yes                       0.1 s   no\nlogin -> audit           yes       no                        0.1 s   no',
      ),
      'Answer with a JSON object: "async" the array of asynchronous calls by the name of the callee, "fallback" the array of callees that need a fallback, each in the order of the table.',
    ),
    check: json({ async: ['receipt', 'geocode', 'avatars', 'audit'], fallback: ['fraud'] }),
    wrong: [
      '{"async": ["receipt","geocode","sanctions","avatars","audit"], "fallback": ["fraud"]}',
      '{"async": ["receipt","geocode","audit"], "fallback": ["fraud","avatars"]}',
    ],
  },
  {
    topic: 'latency-budget',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A page is put together by calls; a call starts as soon as everything it needs has ended. Times in ms:',
      block(
        'text',
        'call      ms   needs\nsession   40   -\nuser      60   session\nprices    150  session\nads       220  -\ncart      70   user\nreviews   90   -\nrecs      95   user,ads\ndeals     10   prices,cart\nrender    50   deals,recs,reviews',
      ),
      'How long does the page take, and if exactly one call could be made 100 ms faster (never below 0), which call shortens the page most and how long does it take then? Answer with a JSON array [time, call, new time].',
    ),
    check: json([365, 'ads', 265]),
    wrong: ['[365, "recs", 265]', '[365, "ads", 270]', '[365, "prices", 365]'],
  },
  {
    topic: 'capacity-shards',
    tier: 'high',
    difficulty: ['high', 'large', 'answer_only'],
    prompt: say(
      'Plan the storage of an event service.',
      block(
        'text',
        '- 48,000 devices send one event every 20 seconds, day and night; in the peak hour twice as often.\n- An event is 340 bytes raw; stored it takes 1.5 times that with its indexes.\n- Hot storage keeps 14 full days, each event on 3 replicas.\n- A shard holds at most 400 GB on one replica and takes at most 1,100 events a second on one replica (every replica of the shard takes every write of the shard).\n- Data and writes spread evenly over the shards. Plan for the peak hour in writes, and for a day of 23 normal hours and 1 peak hour in storage.\n- After 14 days, events are packed to 22 % of their raw size and kept on 2 replicas for another 76 days in cold storage.\n- 1 GB = 10^9 bytes; a shard replica runs on one node of its own.',
      ),
      'How many shards are needed at least, how many hot nodes is that, and how many GB does cold storage hold when it is full (rounded up to a whole GB)? Answer with a JSON array [shards, nodes, cold GB].',
    ),
    check: json([5, 15, 2456]),
    wrong: ['[5, 15, 2460]', '[4, 12, 2455]'],
  },
  {
    topic: 'placement',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Place eight services on three hosts. Each host has 16 GB of memory and 8 cores.',
      block(
        'text',
        'service  memory  cores\napi      4       3\nauth     2       1\ndb       8       3\nreplica  8       3\ncache    6       1\nsearch   7       4\njobs     5       3\nproxy    1       2',
      ),
      'Rules: db and replica on different hosts; api and cache on the same host; proxy not on the host of db; search not with jobs; auth not with proxy. How many placements are there when the hosts are interchangeable (only the grouping counts)? Answer with a JSON object {"count": number, "with": how many of them have auth on the host of db}.',
    ),
    check: json({ count: 3, with: 1 }),
    wrong: ['{"count": 3, "with": 0}', '{"count": 4, "with": 2}'],
  },
  {
    topic: 'vector-clocks',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'Three replicas A, B, C keep vector clocks [A,B,C], all zero at the start. A local write adds 1 to the own entry. Sending adds 1 to the own entry and sends the clock. Receiving takes the maximum of both clocks entry by entry and then adds 1 to the own entry.',
      block(
        'text',
        'e1  A writes\ne2  B writes\ne3  A sends m1\ne4  B receives m1\ne5  C writes\ne6  B sends m2\ne7  C sends m3\ne8  A receives m3\ne9  C receives m2\ne10 A writes\ne11 C sends m4\ne12 B writes\ne13 A receives m4\ne14 B sends m5\ne15 C receives m5',
      ),
      'Answer with a JSON object: "e13" and "e15" the clocks after these events as arrays, and "concurrent" the number of pairs of events (unordered) of which neither happened before the other.',
    ),
    check: json({ e13: [5, 3, 4], e15: [2, 5, 5], concurrent: 39 }),
    wrong: ['{"e13": [6,4,5], "e15": [2,6,6], "concurrent": 30}'],
  },
]);
