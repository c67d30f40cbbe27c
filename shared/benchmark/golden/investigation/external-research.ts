import { block, exact, goldenTasks, json, say, word } from '../define';

export const EXTERNAL_RESEARCH = goldenTasks('investigation', 'external_research', [
  {
    topic: 'status-code',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Which HTTP status code does the standard define for "Too Many Requests", and which response header field may tell the client how long to wait? Answer as code,Field-Name.',
    check: word('429,Retry-After'),
    wrong: ['503,Retry-After', '429,Rate-Limit', '429'],
  },
  {
    topic: 'default-ports',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      '¿Cuáles son los puertos TCP predeterminados de HTTPS, SSH, PostgreSQL y Redis? Responde con un array JSON de cuatro números en este orden.',
    check: json([443, 22, 5432, 6379]),
    wrong: ['[443, 22, 3306, 6379]', '[80, 22, 5432, 6379]'],
  },
  {
    topic: 'licence-compatible',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt: say(
      'Our policy: a dependency may be used when its licence is on the list MIT, BSD-2-Clause, BSD-3-Clause, ISC, Apache-2.0. For "X OR Y" one of them on the list is enough, for "X AND Y" both must be on it.',
      block(
        'text',
        '1  left-pad     WTFPL OR MIT\n2  fast-hash    Apache-2.0 AND MPL-2.0\n3  tiny-log     ISC\n4  pdf-kit      GPL-3.0-only OR AGPL-3.0-only\n5  crypt-x      (MIT OR GPL-2.0) AND BSD-3-Clause\n6  map-tiles    BSD-3-Clause AND ODbL-1.0',
      ),
      'Which may be used? Answer with a JSON array of the numbers.',
    ),
    check: json([1, 3, 5]),
    wrong: ['[3]', '[1, 3]', '[1, 2, 3, 5, 6]'],
  },
  {
    topic: 'unicode-normal-form',
    tier: 'low',
    difficulty: ['medium', 'small', 'answer_only'],
    prompt:
      'Recherche pour une équipe francophone : la norme Unicode définit quatre formes de normalisation. Donnez le sigle de la forme qui compose les caractères (« é » en un seul point de code) sans remplacer les caractères de compatibilité tels que « ﬁ ». Répondez par le sigle seul, en majuscules.',
    check: exact('NFC'),
    wrong: ['NFD', 'NFKC', 'NFKD'],
  },
  {
    topic: 'conflicting-sources',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'Four sources say different things about the upload limit of a service (in MiB).',
      block(
        'text',
        'S1  official reference, page of version 3.2, last edited 2023-11-02: "Uploads are limited to 50 MiB; enterprise plans: 200 MiB."\nS2  release notes of version 3.4, 2024-02-20: "The upload limit was doubled for all plans except free."\nS3  forum answer by a user, 2024-05-11: "It is 25 on free since this spring, I just hit it."\nS4  release notes of version 3.5, 2024-04-03: "Free plans: uploads are now limited to half of what they were. Fixed: the enterprise limit was not doubled in 3.4; it is from this version on."\nS5  status page, 2024-05-30: "Version 3.5 is rolled back to 3.4 in region EU until further notice."',
      ),
      'Prefer official sources, the newest valid ones. What are the limits on 2024-06-01 in region US and in region EU? Answer with a JSON object {"US": {"free": .., "pro": .., "enterprise": ..}, "EU": {...}} with numbers in MiB. (S1 gives the same limit for free and pro.)',
    ),
    check: json({
      US: { free: 25, pro: 100, enterprise: 400 },
      EU: { free: 50, pro: 100, enterprise: 200 },
    }),
    wrong: [
      '{"US":{"free":25,"pro":100,"enterprise":400},"EU":{"free":25,"pro":100,"enterprise":400}}',
      '{"US":{"free":25,"pro":100,"enterprise":400},"EU":{"free":50,"pro":100,"enterprise":400}}',
    ],
  },
  {
    topic: 'price-comparison',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'We compare hosted databases for 220 GB of storage, 900 million reads and 40 million writes a month, and 350 GB of traffic out.',
      block(
        'text',
        'provider  base/month  storage included  per extra GB  reads per million  writes per million  free traffic  per extra GB out\nAlder     90          100 GB            0.20          0.05               0.40                100 GB        0.08\nBirch     0           0 GB              0.25          0.07               0.60                50 GB         0.09\nCedar     150         300 GB            0.15          0.04               0.30                500 GB        0.05\nDogwood   60          200 GB            0.30          0.06               0.50                0 GB          0.10',
      ),
      'Cedar has a minimum bill of 210 a month. What does each cost per month? Answer with a JSON object from provider to cost as a number with at most two decimals.',
    ),
    check: json({ Alder: 195, Birch: 169, Cedar: 210, Dogwood: 175 }),
    wrong: ['{"Alder":195,"Birch":169,"Cedar":198,"Dogwood":175}'],
  },
  {
    topic: 'time-zone-rules',
    tier: 'medium',
    difficulty: ['high', 'small', 'answer_only'],
    prompt:
      'Summer time in the European Union begins on the last Sunday of March and ends on the last Sunday of October, both at 01:00 UTC; in the United States it begins on the second Sunday of March and ends on the first Sunday of November, both at 02:00 local time. In 2025, on how many calendar days is the difference between Berlin (UTC+1, in summer UTC+2) and New York (UTC-5, in summer UTC-4) other than 6 hours at 12:00 UTC? Answer with the number.',
    check: exact('28'),
    wrong: ['21', '27', '29', '35'],
  },
  {
    topic: 'benchmark-tables',
    tier: 'high',
    difficulty: ['high', 'large', 'answer_only'],
    prompt: say(
      'Three reports measured the same five libraries, each on another machine. Times in ms, lower is better; n/a = not measured.',
      block(
        'text',
        'report 1   parse  query  write\nAra        120    40     300\nBoa        90     55     280\nCat        150    30     n/a\nDog        100    50     350\nElk        200    25     240',
      ),
      block(
        'text',
        'report 2   parse  query  write\nAra        60     22     140\nBoa        50     25     150\nCat        70     n/a    160\nDog        n/a    24     170\nElk        95     14     125',
      ),
      block(
        'text',
        'report 3   parse  query  write\nAra        240    78     610\nBoa        210    100    590\nCat        290    66     640\nDog        180    104    n/a\nElk        n/a    52     500',
      ),
      'Within each report and column, divide every time by that of Ara. The score of a library in a column is the median of its ratios over the reports in which it was measured (with two values, their mean). The total is 50 % parse, 30 % query, 20 % write. Answer with a JSON array of [library, total rounded to 3 decimals], best (lowest) first.',
    ),
    check: json([
      ['Boa', 0.995],
      ['Ara', 1],
      ['Dog', 1.009],
      ['Cat', 1.063],
      ['Elk', 1.167],
    ]),
    wrong: ['[["Boa",0.96],["Ara",1],["Cat",1.05],["Dog",1.05],["Elk",1.15]]'],
  },
  {
    topic: 'date-of-easter',
    tier: 'high',
    difficulty: ['high', 'small', 'multi_step_project'],
    prompt:
      'For a calendar library we check published tables. Western Easter of a year is the Sunday after the ecclesiastical full moon (Gregorian computus). On which dates are Ash Wednesday (46 days before Easter Sunday) and Whit Monday (50 days after it) in the year 2076, and how many days before the end of that year (31 December) is Corpus Christi (60 days after Easter Sunday)? Answer with a JSON array ["YYYY-MM-DD", "YYYY-MM-DD", number].',
    check: json(['2076-03-04', '2076-06-08', 196]),
    wrong: ['["2076-03-04","2076-06-07",197]', '["2076-03-04","2076-06-08",197]'],
  },
  {
    topic: 'protocol-arithmetic',
    tier: 'high',
    difficulty: ['high', 'medium', 'multi_step_project'],
    prompt: say(
      'From the public standards, work out by hand:',
      '(1) The IPv4 network 172.20.96.0/19: its broadcast address, and the number of its usable host addresses.\n(2) The UTF-8 bytes of the character U+1F980, in lower-case hexadecimal without blanks.\n(3) The Base64 text (RFC 4648, with padding) of the five ASCII characters "7zip!".\n(4) The check digit of the ISBN-13 that begins with 978-0-13-468599.\n(5) Is the card number 4539 1488 0343 6468 valid by the Luhn check?',
      'Answer with a JSON array [broadcast, hosts, "utf-8", "base64", check digit as a number, true or false].',
    ),
    check: json(['172.20.127.255', 8190, 'f09fa680', 'N3ppcCE=', 1, false]),
    wrong: [
      '["172.20.111.255",4094,"f09fa680","N3ppcCE=",1,true]',
      '["172.20.127.255",8192,"f09fa680","N3ppcCE=",1,false]',
    ],
  },
]);
