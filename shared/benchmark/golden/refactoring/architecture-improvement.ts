import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const ARCHITECTURE_IMPROVEMENT = goldenTasks('refactoring', 'architecture_improvement', [
  {
    topic: 'layer-violation',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'A module may import only from its own layer or from layers below. From top to bottom: ui, app, domain, infra-ports, shared. These are the imports (importer -> imported):',
      block(
        'text',
        '1  ui/cart -> app/checkout\n2  domain/price -> app/session\n3  app/checkout -> infra-ports/db\n4  shared/money -> domain/currency\n5  domain/price -> shared/money\n6  ui/cart -> shared/money',
      ),
      'Which imports break the rule? Answer with a JSON array of their numbers.',
    ),
    check: json([2, 4]),
    wrong: ['[2]', '[1, 3, 6]', '[2, 4, 6]'],
  },
  {
    topic: 'import-cycle',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'These modules import each other:',
      block(
        'text',
        'orders -> pricing\npricing -> catalog\ncatalog -> images\nreports -> orders\nimages -> pricing\nreports -> images',
      ),
      'One import cycle exists. Which modules are in it? Answer with a JSON array in alphabetical order.',
    ),
    check: json(['catalog', 'images', 'pricing']),
    wrong: ['["catalog", "images", "orders", "pricing"]', '["orders", "pricing"]'],
  },
  {
    topic: 'dependency-inversion',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A domain class creates a concrete SmtpMailer itself, which makes it hard to test. We change it so that the class gets any object with a `send` method through its constructor. What is the common name of this technique? Answer with two words.',
    check: pattern('^(?:dependency|constructor)[ -]injection$', 'i'),
    reference: 'dependency injection',
    wrong: ['service locator', 'inheritance', 'singleton pattern'],
  },
  {
    topic: 'fan-in',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'For each module, Ca is the number of modules that depend on it, Ce the number of modules that it depends on, and instability is Ce / (Ca + Ce).',
      block(
        'text',
        'web -> auth, cart, log\ncart -> price, db, log\nauth -> db, log\nprice -> log\nadmin -> auth, db\njobs -> db, cart',
      ),
      'What are the instabilities of cart, auth and db? Answer with a JSON array of three numbers rounded to 2 decimals.',
    ),
    check: json([0.6, 0.5, 0]),
    wrong: ['[0.6, 0.5, 1]', '[0.4, 0.5, 0]', '[0.75, 0.5, 0]'],
  },
  {
    topic: 'build-order',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'We split a monolith into packages. Each package and what it needs:',
      block(
        'text',
        'app: ui, sync\nui: theme, store\nsync: net, store\nstore: core\nnet: core, log\ntheme: -\nlog: -\ncore: log\ncli: sync, log',
      ),
      'Packages are built one at a time; a package can be built once everything it needs is built; of several that can be built, the alphabetically first one is next. Answer with a JSON array of the packages in the order in which they are built.',
    ),
    check: json(['log', 'core', 'net', 'store', 'sync', 'cli', 'theme', 'ui', 'app']),
    wrong: [
      '["log","core","net","store","theme","ui","sync","app","cli"]',
      '["log","theme","core","net","store","sync","ui","app","cli"]',
    ],
  },
  {
    topic: 'event-replacement',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'Nested synchronous calls are replaced by events with one queue. Before, a handler ran its follow-ups at once, depth first. Now it appends them to the end of the queue and the next event is taken from the front. Handlers and what they trigger, in order:',
      block(
        'text',
        'order-placed: reserve-stock, charge-card, notify\nreserve-stock: update-index, low-stock\ncharge-card: book-ledger\nlow-stock: reorder, notify\nbook-ledger: notify\nreorder: update-index',
      ),
      'Other events trigger nothing. The event order-placed comes in once. In the new design, what is the handling order? In the old design, at which position (counted from 1) was book-ledger handled? Answer with a JSON object {"order": [...], "oldPosition": number}.',
    ),
    check: json({
      order: [
        'order-placed',
        'reserve-stock',
        'charge-card',
        'notify',
        'update-index',
        'low-stock',
        'book-ledger',
        'reorder',
        'notify',
        'notify',
        'update-index',
      ],
      oldPosition: 9,
    }),
    wrong: [
      '{"order":["order-placed","reserve-stock","update-index","low-stock","reorder","update-index","notify","charge-card","book-ledger","notify","notify"],"oldPosition":9}',
    ],
  },
  {
    topic: 'cut-cycle',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt: say(
      'The packages of a code base depend on each other like this:',
      block('text', 'a -> b, f\nb -> c\nc -> d, a\nd -> e\ne -> b, g\nf -> g\ng -> h\nh -> f'),
      'We want no cycles and remove as few dependencies as possible. How many must go at least, and if all choices with that number are written as sorted lists of "x->y", how many choices are there? Answer with a JSON array [minimum, choices].',
    ),
    check: json([2, 3]),
    wrong: ['[3, 9]', '[2, 2]', '[2, 4]'],
  },
  {
    topic: 'module-clusters',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'We split ten files into exactly two packages of five files each, so that the weights of the calls that cross the border between the packages sum to as little as possible. Calls between files (both directions together) and their weights:',
      block(
        'text',
        'a-b 4\na-c 3\nb-c 5\nc-d 2\nd-e 6\nd-f 3\ne-f 4\nf-g 2\ng-h 5\nh-i 4\ng-i 3\ni-j 6\nj-a 2\nb-h 1\ne-j 3\nc-i 2',
      ),
      'The file a must be in the first package. Answer with a JSON object {"first": [the files of the first package, alphabetically], "crossing": sum}. The best split is unique.',
    ),
    check: json({ first: ['a', 'b', 'c', 'i', 'j'], crossing: 13 }),
    wrong: ['{"first":["a","b","c","d","e"],"crossing":16}'],
  },
  {
    topic: 'strangler-steps',
    tier: 'high',
    difficulty: ['high', 'large', 'multi_step_project'],
    prompt: say(
      'A monolith is replaced module by module. In each week exactly one module is moved. After every week, each call between a moved module and one that has not been moved costs its weight (calls between two moved or two unmoved modules cost nothing). Some modules must be moved after others.',
      block(
        'text',
        'calls: login-user 5, user-order 7, order-stock 6, stock-price 3, price-order 4, order-bill 8, bill-user 2, bill-mail 5, mail-user 4\nrules: order after user; bill after price; mail after bill or after login; stock not as the first; login not in the first two weeks',
      ),
      'Find the sequence of the eight modules login, user, order, stock, price, bill, mail and (alone, without calls and rules) audit, with the smallest total cost over the eight weeks. `audit` is always moved in the last week. Answer with a JSON object {"cost": number, "sequences": number of different sequences with that cost, "first": the alphabetically smallest of them as an array}.',
    ),
    check: json({
      cost: 78,
      sequences: 1,
      first: ['price', 'stock', 'login', 'user', 'order', 'bill', 'mail', 'audit'],
    }),
    wrong: [
      '{"cost": 100, "sequences": 1, "first": ["user","order","login","stock","price","bill","mail","audit"]}',
    ],
  },
  {
    topic: 'api-compat',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A library is restructured. A change is breaking for a caller when code that type-checked and worked before may no longer do so. TypeScript strict mode; callers only call the functions and read the results, they do not implement the types themselves and do not test exhaustively.',
      block(
        'text',
        'A  parameter `size: number` becomes `size?: number`\nB  return type `string` becomes `string | null`\nC  parameter `mode: "fast" | "safe"` becomes `mode: "fast" | "safe" | "auto"`\nD  parameter `id: string | number` becomes `id: string`\nE  return type `readonly string[]` becomes `string[]`\nF  return type `string[]` becomes `readonly string[]`\nG  a new required second parameter is added\nH  parameter `xs: string[]` becomes `xs: readonly string[]`\nI  return type `{ ok: boolean; value?: string }` becomes `{ ok: boolean; value: string }`\nJ  return type `Promise<number>` becomes `number` (callers use `await`, `.then` or `Promise.all`)\nK  return type `string | undefined` becomes `string`\nL  optional parameter `retries = 2` becomes `retries = 5`; documented as "the number of further tries, 2 unless told"',
      ),
      'Which changes are breaking? For L count a changed documented default as breaking. Answer with the letters in alphabetical order, without separators.',
    ),
    check: exact('BDFGJL'),
    wrong: ['BDFGJ', 'BDEFGJL', 'BDFGHJL', 'BCDFGJL'],
  },
]);
