import { block, exact, goldenTasks, json, pattern, say } from '../define';

export const CODE_GENERATION = goldenTasks('implementation', 'code_generation', [
  {
    topic: 'array-sum',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Write one JavaScript expression that gives the sum of the numbers in the array `nums` with `reduce`. It must give 0 for an empty array. Use the parameter names a and b. Answer with the expression on one line, no semicolon.',
    check: pattern(
      '^nums\\.reduce\\(\\s?(?:\\(a, ?b\\)|function ?\\(a, ?b\\)) ?(?:=> ?(?:a ?\\+ ?b|b ?\\+ ?a)|\\{ ?return (?:a ?\\+ ?b|b ?\\+ ?a);? ?\\}), ?0 ?\\)$',
    ),
    reference: 'nums.reduce((a, b) => a + b, 0)',
    wrong: ['nums.reduce((a, b) => a + b)', 'nums.reduce((a, b) => a * b, 0)', 'sum(nums)'],
  },
  {
    topic: 'list-comprehension',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Write a Python list comprehension that gives the squares of the even numbers of the list `xs`, in order. Name the loop variable x, write the square as x * x and test for even with x % 2 == 0. Answer with the comprehension on one line.',
    check: pattern('^\\[ ?x ?\\* ?x for x in xs if x ?% ?2 ?== ?0 ?\\]$'),
    reference: '[x * x for x in xs if x % 2 == 0]',
    wrong: ['[x * x for x in xs]', '[x * x if x % 2 == 0 for x in xs]', 'map(lambda x: x * x, xs)'],
  },
  {
    topic: 'select-count',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'Write one SQL query that gives the number of rows of the table orders whose status is shipped. Use COUNT(*), no alias, single quotes for the text. Answer with the query on one line.',
    check: pattern("^select count\\(\\*\\) from orders where status ?= ?'shipped' ?;?$", 'i'),
    reference: "SELECT COUNT(*) FROM orders WHERE status = 'shipped';",
    wrong: ['SELECT COUNT(*) FROM orders', "SELECT * FROM orders WHERE status = 'shipped'"],
  },
  {
    topic: 'roman-numeral',
    tier: 'low',
    difficulty: ['low', 'small', 'answer_only'],
    prompt:
      'We generate chapter numbers in Roman numerals (the usual subtractive form: 4 is IV, 9 is IX, 40 is XL, 90 is XC, 400 is CD, 900 is CM). What does the generator give for 1994 and for 2449? Answer with the two numerals, separated by one blank.',
    check: exact('MCMXCIV MMCDXLIX'),
    wrong: ['MCMXCIV MMCDIL', 'MDCCCCXCIV MMCDXLIX', 'MCMXCIV'],
  },
  {
    topic: 'camel-to-snake',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'A code generator turns camel-case names into snake case. Rules: an underscore goes before an upper-case letter that follows a lower-case letter or a digit; and before the last upper-case letter of a run of upper-case letters when a lower-case letter follows it. Nothing else gets an underscore. Then all is lower case.',
      block('text', 'parseHTTPResponse\nuserID2Name\ngetX\nIOError\nv2Beta\nmyURLs'),
      'Answer with the JSON array of the six results in order.',
    ),
    check: json([
      'parse_http_response',
      'user_id2_name',
      'get_x',
      'io_error',
      'v2_beta',
      'my_ur_ls',
    ]),
    wrong: [
      '["parse_http_response", "user_id2_name", "get_x", "io_error", "v2_beta", "my_urls"]',
      '["parse_h_t_t_p_response", "user_id2_name", "get_x", "io_error", "v2_beta", "my_ur_ls"]',
    ],
  },
  {
    topic: 'sql-aggregate',
    tier: 'medium',
    difficulty: ['medium', 'medium', 'answer_only'],
    prompt: say(
      'A generated report runs this query on SQLite:',
      block(
        'sql',
        'SELECT c.city, COUNT(o.id) AS n, COALESCE(SUM(o.total), 0) AS sum\nFROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.total >= 20\nGROUP BY c.city\nHAVING COUNT(DISTINCT c.id) > 1\nORDER BY sum DESC, c.city;',
      ),
      'The tables:',
      block(
        'sql',
        "CREATE TABLE customers (id INTEGER, city TEXT);\nINSERT INTO customers VALUES (1,'Oslo'),(2,'Oslo'),(3,'Bern'),(4,'Bern'),(5,'Turin'),(6,'Kyiv'),(7,'Kyiv'),(8,NULL),(9,NULL);\nCREATE TABLE orders (id INTEGER, customer_id INTEGER, total INTEGER);\nINSERT INTO orders VALUES (10,1,25),(11,1,15),(12,2,20),(13,3,19),(14,5,90),(15,6,45),(16,8,30),(17,4,5),(18,9,15),(19,10,99);",
      ),
      'Answer with the rows of the result as a JSON array of arrays [city, n, sum], in order; SQL NULL is null.',
    ),
    check: json([
      ['Kyiv', 1, 45],
      ['Oslo', 2, 45],
      [null, 1, 30],
      ['Bern', 0, 0],
    ]),
    wrong: [
      '[["Turin",1,90],["Kyiv",1,45],["Oslo",2,45],[null,1,30],["Bern",0,0]]',
      '[["Kyiv",1,45],["Oslo",2,45],[null,1,30]]',
    ],
  },
  {
    topic: 'postfix-code',
    tier: 'medium',
    difficulty: ['medium', 'small', 'code_change'],
    prompt: say(
      'A small compiler emits code for a stack machine: operands and operators in postfix order, separated by blanks. `^` is right associative and binds strongest, then unary minus (written `~` in the output), then `*` and `/` (left associative), then `+` and `-` (left associative).',
      block('text', 'a - b * -c ^ d ^ e / (f - g) - h'),
      'Which postfix code does it emit? Answer with the tokens on one line, separated by single blanks.',
    ),
    check: exact('a b c d e ^ ^ ~ * f g - / - h -'),
    wrong: [
      'a b c ~ d e ^ ^ * f g - / - h -',
      'a b c d ^ e ^ ~ * f g - / - h -',
      'a b c d e ^ ^ ~ * f g - / h - -',
    ],
  },
  {
    topic: 'base-encoder',
    tier: 'high',
    difficulty: ['high', 'small', 'multi_step_project'],
    prompt: say(
      'We generate short codes for numbers. The alphabet has 32 characters in this order:',
      block('text', '0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
      'Steps for a number n: (1) s = (n * 7919 + 104729) mod 2^25. (2) Write s in base 32 with exactly 5 characters, most significant first. (3) Check character: number the five characters 1 to 5 from the left, multiply the value of each (its index in the alphabet, from 0) by its number, add them up, take that mod 31, and append the character with this value. (4) Put a hyphen after the third of the six characters.',
      'Give the codes of n = 1000 and n = 4321, separated by one blank.',
    ),
    check: exact('7MV-NHJ 0QE-989'),
    wrong: ['7MV-NHH 0QE-989', '7MVNHJ 0QE989'],
  },
  {
    topic: 'format-program',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A generated program for a tiny machine has the registers a, b, c, d (all start at 0) and these instructions: `set r v`, `add r v`, `mul r v`, `mod r v` (v is a number or a register), `jnz v k` (if v is not 0, jump k lines relative to this one), `out v` (writes the value). Execution ends when it leaves the program.',
      block(
        'text',
        'set a 27\nset b 0\nadd b 1\nset c a\nmod c 2\njnz c 4\nset d a\nmul d 5\njnz d 4\nmul a 3\nadd a 1\njnz a 9\nset c a\nmod c 8\njnz c 4\nout a\nadd a 9\njnz a 3\nadd a -2\nout b\nset d b\nadd d -9\njnz d -20\nout a',
      ),
      'Which values does it write, in order? Answer with a JSON array of numbers.',
    ),
    check: json([2, 80, 5, 6, 264, 9, 818]),
    wrong: ['[2, 80, 5, 6, 264, 9]', '[27, 80, 5, 6, 264, 9, 818]'],
  },
  {
    topic: 'huffman-codes',
    tier: 'high',
    difficulty: ['high', 'medium', 'code_change'],
    prompt: say(
      'A generator of Huffman codes works like this. Every letter starts as a tree of its own with its frequency. Repeat until one tree is left: take the two trees with the smallest frequency (ties: the tree whose alphabetically smallest letter comes first in the alphabet is taken first); the first one taken becomes the left child (bit 0), the second one the right child (bit 1) of a new tree with the sum of the frequencies.',
      block(
        'text',
        'letter  frequency\na       9\nb       4\nc       4\nd       7\ne       12\nf       2\ng       3\nh       5',
      ),
      'Encode the word "chafed" with the codes. Answer with the bits, without blanks.',
    ),
    check: exact('111101100010010110'),
    wrong: ['111101100010010111', '000010011101101001'],
  },
]);
