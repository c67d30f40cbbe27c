import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const MIGRATION = goldenTasks('refactoring', 'migration', [
  {
    topic: 'require-to-import',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt: say(
      'Convert this CommonJS line to the ES-module import that binds the same names:',
      block('js', 'const { join: joinPath, sep } = require("node:path");'),
      'Answer with the import statement on one line. Keep the double quotes.',
    ),
    check: pattern('^import \\{ ?join as joinPath, sep ?\\} from "node:path";?$'),
    reference: 'import { join as joinPath, sep } from "node:path";',
    wrong: ['import { join: joinPath, sep } from "node:path";', 'import path from "node:path";'],
  },
  {
    topic: 'printf-to-fstring',
    tier: 'low',
    difficulty: ['low', 'small', 'code_change'],
    prompt:
      'Convert this Python expression to an f-string with the same result: "%s has %d items (%.2f)" % (name, count, price). `count` is an int, `price` a float, `name` a str. Use double quotes and no spaces inside the braces; write count without a format. Answer with the f-string only.',
    check: pattern('^f"\\{name\\} has \\{count\\} items \\(\\{price:\\.2f\\}\\)"$'),
    reference: 'f"{name} has {count} items ({price:.2f})"',
    wrong: ['f"{name} has {count} items ({price:.2})"', '"{name} has {count} items ({price:.2f})"'],
  },
  {
    topic: 'unix-to-iso',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'A table is migrated from Unix seconds to ISO 8601 texts in UTC. What becomes of the value 1709251199? Answer in the form YYYY-MM-DDTHH:MM:SSZ.',
    check: exact('2024-02-29T23:59:59Z'),
    wrong: ['2024-03-01T00:59:59Z', '2024-02-28T23:59:59Z'],
  },
  {
    topic: 'semver-range',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt: say(
      'Before a migration we check which installed versions satisfy the range in package.json (npm semver rules):',
      block(
        'text',
        'a  range ^1.4.2   version 1.10.0\nb  range ~1.4.2   version 1.5.0\nc  range ^0.3.1   version 0.4.0\nd  range ^0.3.1   version 0.3.9\ne  range >=2 <3   version 3.0.0-beta.1\nf  range 1.x      version 1.0.0\ng  range ^2.0.0   version 2.1.0-rc.1',
      ),
      'Answer with the letters of the satisfied ones in alphabetical order, without separators.',
    ),
    check: exact('adf'),
    wrong: ['abdf', 'acdf', 'adefg', 'adfg'],
  },
  {
    topic: 'rename-config-keys',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'code_change'],
    prompt: say(
      'Migrate config.json in the workspace from version 1 to version 2 as docs/migrate-v2.md says. Change nothing else, and do not touch the backup.',
    ),
    check: null,
    wrong: [],
    workspace: {
      files: {
        'config.json':
          '{\n  "version": 1,\n  "server": {"host": "0.0.0.0", "port": 8080, "ssl": true},\n  "cacheMinutes": 15,\n  "admins": "ann,bob, eve ",\n  "features": {"beta": "yes", "export": "no", "chat": "yes"},\n  "logLevel": "WARN"\n}\n',
        'config.backup.json':
          '{\n  "version": 1,\n  "server": {"host": "0.0.0.0", "port": 8080, "ssl": true}\n}\n',
        'docs/migrate-v2.md':
          '# Version 2\n\n- `version` is 2.\n- `server.host` and `server.port` become one text `server.listen`, as host:port. `server.ssl` becomes `server.tls`.\n- `cacheMinutes` becomes `cache.ttlSeconds`, in seconds.\n- `admins` becomes an array of names without blanks around them.\n- `features` becomes an array of the names of the features that are on, in alphabetical order.\n- `logLevel` is written in lower case; `warn` is called `warning` from now on.\n',
      },
      goals: [
        {
          kind: 'matches',
          path: 'config.json',
          check: json({
            version: 2,
            server: { listen: '0.0.0.0:8080', tls: true },
            cache: { ttlSeconds: 900 },
            admins: ['ann', 'bob', 'eve'],
            features: ['beta', 'chat'],
            logLevel: 'warning',
          }),
        },
        { kind: 'unchanged', path: 'config.backup.json' },
        { kind: 'unchanged', path: 'docs/migrate-v2.md' },
      ],
    },
  },
  {
    topic: 'schema-order',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'These statements run one after another on an empty SQLite database. What does the last one return?',
      block(
        'sql',
        "CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT, plan TEXT);\nINSERT INTO user VALUES (1,'Ann','pro'),(2,'Bob','free'),(3,'Cy','pro'),(5,'Di',NULL),(8,'Ed','team');\nALTER TABLE user ADD COLUMN seats INTEGER NOT NULL DEFAULT 1;\nUPDATE user SET seats = seats + id WHERE plan <> 'free';\nCREATE TABLE account (id INTEGER PRIMARY KEY, owner INTEGER, plan TEXT NOT NULL, seats INTEGER);\nINSERT INTO account (owner, plan, seats) SELECT id, COALESCE(plan, 'free'), seats FROM user ORDER BY seats DESC, id;\nDELETE FROM account WHERE seats = (SELECT MIN(seats) FROM account) AND owner > 2;\nUPDATE account SET plan = 'team' WHERE seats >= 4;\nSELECT id, owner, plan, seats FROM account ORDER BY id;",
      ),
      'Answer with the rows as a JSON array of arrays.',
    ),
    check: json([
      [1, 8, 'team', 9],
      [2, 3, 'team', 4],
      [3, 1, 'pro', 2],
      [4, 2, 'free', 1],
    ]),
    wrong: ['[[1,8,"team",9],[2,3,"team",4],[3,1,"pro",2],[4,2,"free",1],[5,5,"free",1]]'],
  },
  {
    topic: 'charset',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt:
      'A column was migrated from Latin-1 to UTF-8 twice by mistake: the UTF-8 bytes were read as Latin-1 (ISO 8859-1, every byte is the code point of the same number) and encoded as UTF-8 again. Take the text "Fée 5€" (five visible characters and one blank; é is U+00E9, € is U+20AC). How many bytes has it in correct UTF-8, and how many after the double encoding? And what are the bytes of the doubly encoded é in lower-case hexadecimal without blanks? Answer with the three, separated by single blanks.',
    check: exact('9 14 c383c2a9'),
    wrong: ['9 15 c3a9', '8 14 c383c2a9', '9 14 c3a9c2a9'],
  },
  {
    topic: 'rolling-upgrade',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project', 'high'],
    prompt: say(
      'A cluster of 5 nodes runs version 3 and must be migrated to version 6. A node can be upgraded by one version at a time (3 to 4 to 5 to 6), each takes 10 minutes during which the node serves nothing. Rules: at every moment at least 3 nodes serve; the versions of all serving nodes differ by at most 1 at every moment (a node that is being upgraded does not count while it is away, but does with its new version from the moment it is back, also against the nodes that serve at that moment); upgrades start and end at multiples of 10 minutes, and those which end at a moment are back before others start. When 5 is reached by all nodes, a data conversion of 25 minutes runs, during which all nodes must serve and no upgrade may run; only after it may a node go to 6 (at the next multiple of 10).',
      'What is the smallest number of minutes from the start of the first upgrade until all nodes serve with version 6? Answer with the number.',
    ),
    check: exact('110'),
    wrong: ['120', '105', '130', '90'],
  },
  {
    topic: 'id-remap',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change', 'high'],
    prompt: say(
      'Two databases are merged. Rows of B are appended to A in the order of their old ids and get new ids from max(id of A) + 1 on, but a person whose e-mail (compared in lower case, blanks around it removed) is already there, in A or among rows appended before, is not appended: references go to the row that is there. References `boss` are ids of the same database; a reference to an id that does not exist becomes null. After the merge, chains of bosses must not be circular: go through the merged rows in ascending id and, whenever following the bosses from a row comes back to that row, set the boss of that row to null.',
      block(
        'text',
        'A: id  email          boss\n1   ann@x.org      3\n2   bob@x.org      1\n3   Cy@x.org       -\n7   dan@x.org      2',
      ),
      block(
        'text',
        'B: id  email          boss\n1   DAN@x.org      4\n2   eve@y.org      1\n3   " bob@x.org "  9\n4   fay@y.org      6\n5   Eve@y.org      3\n6   gus@y.org      8\n8   hal@y.org      4\n9   ivy@y.org      5',
      ),
      'A dash is null. A row of A keeps its own boss; of a row of B that is not appended the boss is ignored. Answer with a JSON array of [new id, boss or null] for all rows of the merged table in ascending id.',
    ),
    check: json([
      [1, 3],
      [2, 1],
      [3, null],
      [7, 2],
      [8, 7],
      [9, null],
      [10, 11],
      [11, 9],
      [12, 8],
    ]),
    wrong: ['[[1,3],[2,1],[3,null],[7,2],[8,7],[9,10],[10,11],[11,9],[12,8]]'],
  },
  {
    topic: 'callback-to-async',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A callback library was migrated to async functions. This simulation shows the timing of the new code; time is virtual, `wait(ms)` resolves after so many virtual milliseconds and everything else takes no time.',
      block(
        'js',
        'async function job(name, ms, fail) {\n  mark("+" + name);\n  await wait(ms);\n  if (fail) throw new Error(name);\n  mark("-" + name);\n  return ms;\n}\nasync function main() {\n  const all = [];\n  for (const ms of [30, 10]) all.push(await job("a" + ms, ms));\n  const pair = Promise.all([job("b", 25), job("c", 15, true).catch(() => 5)]);\n  const first = await Promise.race([job("d", 20), pair]);\n  mark("first " + first);\n  const settled = await Promise.allSettled([job("e", 10, true), pair, job("f", 4)]);\n  mark(settled.map((s) => s.status[0] + (s.value ?? s.reason.message)).join(" "));\n  try {\n    await Promise.all([job("g", 12), job("h", 6, true), job("i", 3)]);\n  } catch (error) {\n    mark("caught " + error.message);\n  } finally {\n    await wait(10);\n  }\n  mark("sum " + all.reduce((x, y) => x + y));\n}',
      ),
      '`mark(text)` records text + "@" + the current virtual time, for example "+a30@0". main() starts at time 0. Answer with the JSON array of all records in order.',
    ),
    check: json([
      '+a30@0',
      '-a30@30',
      '+a10@30',
      '-a10@40',
      '+b@40',
      '+c@40',
      '+d@40',
      '-d@60',
      'first 20@60',
      '+e@60',
      '+f@60',
      '-f@64',
      '-b@65',
      're f25,5 f4@70',
      '+g@70',
      '+h@70',
      '+i@70',
      '-i@73',
      'caught h@76',
      '-g@82',
      'sum 40@86',
    ]),
    wrong: ['["+a30@0","+a10@0","-a10@10","-a30@30"]'],
  },
]);
