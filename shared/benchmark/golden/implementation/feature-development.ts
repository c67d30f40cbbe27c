import { block, exact, goldenTasks, json, say } from '../define';

export const FEATURE_DEVELOPMENT = goldenTasks('implementation', 'feature_development', [
  {
    topic: 'slug',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'We add slugs to a blog. A slug is the title in lower case, with every run of characters that are not a-z or 0-9 replaced by one hyphen, and no hyphen at either end.',
      'Give the slug of this title: "  C# vs. F#: 10 Things -- Compared!  "',
    ),
    check: exact('c-vs-f-10-things-compared'),
    wrong: [
      'c--vs-f--10-things-compared',
      '-c-vs-f-10-things-compared-',
      'c#-vs-f#-10-things-compared',
    ],
  },
  {
    topic: 'discount',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A new checkout feature takes 15 % off the basket first and then adds 8 % tax to what is left. The basket costs 240.00. What is the total to pay? Answer as a number with exactly two decimals and no currency sign.',
    check: exact('220.32'),
    wrong: ['223.20', '220.3', '259.20'],
  },
  {
    topic: 'pagination',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'A list endpoint gets pages: `page` counts from 1, `size` is the number of items per page. For 95 items, page 5 and size 20 give the JSON object with the keys "from" and "to" (numbers of the first and last item on that page, counted from 1), "pages" (number of pages) and "hasNext" (boolean).',
      'Answer with the JSON object only.',
    ),
    check: json({ from: 81, to: 95, pages: 5, hasNext: false }),
    wrong: [
      '{"from": 80, "to": 95, "pages": 5, "hasNext": false}',
      '{"from": 81, "to": 100, "pages": 5, "hasNext": false}',
    ],
  },
  {
    topic: 'password-rules',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'The sign-up form gets these password rules: at least 10 characters; at least one lower-case letter, one upper-case letter and one digit; the same character never three times in a row.',
      block(
        'text',
        'Summer2024\nWinnner77aa\nshort1A\nlongenoughbutlower1\nPasssword12\nOkay-Then-42',
      ),
      'Which of these passwords are accepted? Answer with a JSON array of strings in the order of the list.',
    ),
    check: json(['Summer2024', 'Okay-Then-42']),
    wrong: ['["Summer2024", "Winnner77aa", "Okay-Then-42"]', '["Okay-Then-42"]'],
  },
  {
    topic: 'fixed-window-limit',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'An API gets a rate limit with fixed windows: each client may make 3 requests per window of 10 seconds. Windows are [0,10), [10,20), [20,30) and so on, in seconds. A refused request does not count.',
      'Requests as client@second, in order:',
      block('text', 'a@1 a@2 b@3 a@4 a@9 b@9 b@9 a@10 b@9 a@11 b@12 a@19 a@19 b@19 a@20'),
      'The line is in the order of arrival (the time stamps come from the clients, so b@9 after a@10 still belongs to the window of second 9). Which requests are refused? Count positions from 1 and answer with a JSON array of the positions.',
    ),
    check: json([5, 9, 13]),
    wrong: ['[5, 13]', '[4, 8, 12]', '[5, 9, 12, 13]'],
  },
  {
    topic: 'cart-promotions',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A shop adds promotions. They are applied in this order, each to the result of the one before:',
      '1. Three for two on every line: of every full group of 3 pieces of one line, one piece is free.\n2. Bundle: for each coffee bought together with a mug, 2.00 off (a pair needs one of each; count bought pieces, free ones too).\n3. Voucher SAVE10: 10 % off the sum after steps 1 and 2, but never more than 7.50 off.\n4. Shipping 4.90, free when the sum after step 3 is at least 60.00.',
      block(
        'text',
        'line       pieces  price\ncoffee     7        6.50\nmug        4        8.00\nfilter     2        3.20\ntea        3        4.10',
      ),
      'The voucher SAVE10 is used. What does the customer pay, shipping included? Answer with two decimals and no currency sign.',
    ),
    check: exact('61.69'),
    wrong: ['56.79', '61.7', '63.49'],
  },
  {
    topic: 'mention-parser',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'We build mentions for a chat. A mention is "@" followed by a handle of 2 to 15 characters out of a-z, A-Z, 0-9 and "_". The character before "@" must not be a letter, a digit or "_" (the start of the text is fine). The handle takes as many allowed characters as follow; if more than 15 follow, it is no mention at all. Handles are compared in lower case and each is listed once, in order of first appearance. Text between two backticks is code: nothing in it is a mention.',
      block(
        'text',
        'Hi @Ann, mail me@work.io or ping @bob_2! `@carl said` (@ANN) @x @dora.k and @this_name_is_far_too_long, @@eve',
      ),
      'Answer with the JSON array of the mentioned handles in lower case.',
    ),
    check: json(['ann', 'bob_2', 'dora', 'eve']),
    wrong: [
      '["ann", "bob_2", "dora"]',
      '["ann", "bob_2", "carl", "dora", "eve"]',
      '["ann", "bob_2", "dora.k", "eve"]',
    ],
  },
  {
    topic: 'token-bucket',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A gateway gets a token bucket per client. The bucket holds at most 10 tokens, starts full at t = 0 and refills continuously with 2 tokens per second (fractions count). A request costs a number of tokens; it is served when at least that many tokens are in the bucket at its time, and then they are taken. Otherwise it is put into a queue of at most 2 waiting requests (first in, first out); when the queue is full, it is dropped. A waiting request is served at the very moment at which the bucket holds enough for the one at the head of the queue, before any request that arrives at the same moment. While requests wait, a new one may not overtake: it queues (or is dropped) even if the bucket would hold enough for it.',
      block(
        'text',
        'r1  t=0.0  cost 6\nr2  t=0.5  cost 4\nr3  t=1.0  cost 5\nr4  t=1.5  cost 3\nr5  t=2.0  cost 1\nr6  t=3.5  cost 2\nr7  t=4.0  cost 4\nr8  t=9.0  cost 10\nr9  t=9.5  cost 1',
      ),
      'For every request give the time at which it is served, in seconds, or null when it is dropped. Answer with a JSON object from request name to number or null.',
    ),
    check: json({ r1: 0, r2: 0.5, r3: 2.5, r4: 4, r5: null, r6: 5, r7: 7, r8: 12, r9: 12.5 }),
    wrong: [
      '{"r1":0,"r2":0.5,"r3":2.5,"r4":4,"r5":2,"r6":5,"r7":7,"r8":12,"r9":12.5}',
      '{"r1":0,"r2":0.5,"r3":2.5,"r4":4,"r5":null,"r6":5,"r7":7,"r8":12,"r9":null}',
    ],
  },
  {
    topic: 'undo-redo',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A text editor gets undo and redo. Rules: every edit makes one undo step, except that consecutive `type` commands merge into one step as long as the typed text so far has no space at its end (so a word with its trailing space is one step). Any other command ends the merging. `del n` deletes the last n characters (fewer if there are not as many; deleting from empty text makes no step). `undo` takes back the newest step, `redo` brings back the newest undone step; both do nothing when there is none. A new edit that makes a step clears what could be redone. The undo list keeps only the newest 3 steps; older ones are forgotten for good.',
      block(
        'text',
        'type "the"\ntype " "\ntype "qu"\ntype "ick "\ntype "fox"\ndel 2\ntype "ig"\nundo\nundo\nredo\ntype "an "\ntype "runs"\nundo\nundo\nundo\nundo\nredo\ndel 1\nredo\nundo\nundo\nundo\nredo',
      ),
      'The text starts empty. What is the text at the end? Answer with the text in double quotes, spaces included.',
    ),
    check: exact('"the quick f"'),
    wrong: ['"the quick fan "', '"the quick "', '"the quick fox"'],
  },
  {
    topic: 'cache-ttl-lru',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A service gets a cache of at most 3 entries. Each entry has a time to live of 10 seconds from its last `set`; at that age exactly it has expired. `get` of a live entry is a hit and makes it the most recently used, but does not extend its life; otherwise it is a miss and an expired entry is removed. `set` makes the entry the most recently used. When a `set` adds a key to a full cache, expired entries are removed first; only if the cache is still full, the least recently used entry goes.',
      block(
        'text',
        't=0   set a\nt=2   set b\nt=3   set c\nt=4   get a\nt=5   set d\nt=6   get b\nt=9   set a\nt=10  get c\nt=12  set e\nt=13  get d\nt=14  get c\nt=15  set b\nt=16  get d\nt=18  get a\nt=19  get e\nt=20  set c\nt=21  get a\nt=22  get b',
      ),
      'Answer with a JSON object: "hits" is the array of the times of the gets that hit, "keys" the keys in the cache after the last line, least recently used first.',
    ),
    check: json({ hits: [4, 10, 18, 19, 22], keys: ['e', 'c', 'b'] }),
    wrong: [
      '{"hits": [4, 10, 18, 19, 22], "keys": ["c", "e", "b"]}',
      '{"hits": [4, 10, 13, 18, 19, 22], "keys": ["e", "c", "b"]}',
    ],
  },
]);
