import type { Solution } from './hands';

/** Solutions of the agentic tasks that are a matter of careful editing. */
export const EVERYDAY: Readonly<Record<string, Solution>> = {
  'agentic_execution-tool_usage-write-note': ({ write }) =>
    write('notes/today.md', '# Today\n- call the bank\n'),
  'agentic_execution-tool_usage-change-setting': ({ replace }) =>
    replace('settings.toml', 'enabled = true\nport = 9100', 'enabled = true\nport = 9200'),
  'agentic_execution-tool_usage-tidy-word-list': ({ read, write }) => {
    const words = read('words.txt')
      .split('\n')
      .filter((line) => !line.startsWith('#') && line.trim() !== '')
      .map((line) => line.trim().toLowerCase());
    const tidy = [...new Set(words)].sort();
    write('words.txt', `${tidy.join('\n')}\n`);
    write('count.txt', String(tidy.length));
  },
  'agentic_execution-tool_usage-csv-to-json': ({ read, write }) => {
    const [head = [], ...rows] = read('data/people.csv')
      .trim()
      .split('\n')
      .map((row) =>
        [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/gu)].map(
          ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
        ),
      );
    const people = rows.map((row) => {
      const cell = (name: string) => row[head.indexOf(name)] ?? '';
      const age = cell('age') === '' ? null : Number(cell('age'));
      return { name: cell('name'), age, city: cell('city'), active: cell('active') === 'yes' };
    });
    write('data/people.json', JSON.stringify(people, null, 2));
  },
  'agentic_execution-tool_usage-rename-function': ({ replace }) => {
    replace('src/math.js', 'function sum(', 'function total(');
    replace('src/math.js', '=> sum(', '=> total(');
    replace('src/report.js', '{ sum, mean }', '{ total, mean }');
    replace('src/report.js', '" + sum(values)', '" + total(values)');
    replace('src/cart.js', 'math.sum(', 'math.total(');
  },
  'agentic_execution-tool_usage-resolve-conflicts': ({ replace, read, write }) => {
    const take = (path: string, pick: (ours: string, theirs: string, index: number) => string) => {
      let count = 0;
      const text = read(path).replaceAll(
        /<<<<<<< ours\n([\s\S]*?)=======\n([\s\S]*?)>>>>>>> theirs\n/gu,
        (_, ours: string, theirs: string) => pick(ours, theirs, count++),
      );
      write(path, text);
      return count;
    };
    const limits = ['  "maxUsers": 120,\n  "region": "eu-2",\n', '  "burst": 5,\n  "queue": 12\n'];
    const all =
      take('limits.json', (_, __, index) => limits[index] ?? '') +
      take('CHANGES.txt', (ours, theirs) => theirs + ours) +
      take('src/app.js', (ours, theirs) => (ours === '' ? theirs : ours));
    write('resolved.txt', 'none yet');
    replace('resolved.txt', 'none yet', String(all));
  },
  'agentic_execution-multi_step_execution-version-file': ({ json, write }) =>
    write('VERSION', (json('package.json') as { version: string }).version),
  'agentic_execution-multi_step_execution-move-file': ({ read, write, remove, replace }) => {
    write('docs/guides/setup.txt', read('docs/setup.txt'));
    remove('docs/setup.txt');
    replace('README.md', 'docs/setup.txt', 'docs/guides/setup.txt');
  },
  'agentic_execution-multi_step_execution-bump-version': ({ replace }) => {
    replace('package.json', '"version": "1.9.4"', '"version": "1.10.0"');
    replace('src/version.js', '1.9.4', '1.10.0');
  },
  'agentic_execution-multi_step_execution-rename-module': ({ read, write, remove, replace }) => {
    write('src/text/case.js', read('src/util/str.js').replace('./cut.js', '../util/cut.js'));
    remove('src/util/str.js');
    replace('src/util/all.js', './str.js', '../text/case.js');
    replace('src/app.js', './util/str.js"', './text/case.js"');
    replace('src/text/page.js', '../util/str.js', './case.js');
  },
  'agentic_execution-multi_step_execution-fill-translations': ({ json, read, write }) => {
    const english = json('i18n/en.json') as Record<string, string>;
    const german = json('i18n/de.json') as Record<string, string>;
    const glossary = new Map(
      read('i18n/glossary.csv')
        .trim()
        .split('\n')
        .map((row) => row.split(';') as [string, string]),
    );
    const filled = Object.entries(english).map(([key, text]) => [
      key,
      german[key] ?? glossary.get(text) ?? `TODO: ${text}`,
    ]);
    write('i18n/de.json', JSON.stringify(Object.fromEntries(filled), null, 2));
  },
  'agentic_execution-multi_step_execution-flag-removal': ({ read, write, remove, replace }) => {
    replace('flags.json', '  "NEW_CART": true,\n', '');
    replace('flags.json', '  "OLD_PDF": false,\n', '');
    replace('src/app.js', 'import { oldCart } from "./old-cart.js";\n', '');
    replace('src/app.js', 'on("NEW_CART") ? cart(items) : oldCart(items)', 'cart(items)');
    replace('src/app.js', '  if (!on("NEW_CART")) {\n    console.log("old");\n  }\n', '');
    replace('src/cart.js', 'import { on } from "./flags.js";\n', '');
    replace('src/cart.js', 'on("NEW_CART") && ', '');
    const print = read('src/print.js').replace('import { pdf } from "./pdf.js";\n', '');
    write('src/print.js', print.replace(/if \(on\("OLD_PDF"\)\)[\s\S]*? else /u, ''));
    for (const name of ['old-cart', 'floor', 'pdf']) remove(`src/${name}.js`);
  },
  'implementation-test_creation-add-workspace-test': ({ read, write, remove }) => {
    const wanted = [
      ['90m', 5400],
      ['1h75m', null],
      ['2h5s', 7205],
      ['', null],
      ['30m1h', null],
      ['0h61m1s', 3661],
    ].map(([input, expected]) => ({ input, expected }));
    const cases = JSON.parse(read('test/duration.cases.json')) as unknown[];
    write('test/duration.cases.json', JSON.stringify([...cases, ...wanted]));
    remove('test/TODO.txt');
  },
  'debugging-bug_fixing-fix-config-loader': ({ replace, write }) => {
    replace('src/config.js', 'mergeDeep(special, base)', 'mergeDeep(base, special)');
    write('ANSWER.txt', '7500\n');
  },
  'debugging-test_repair-repair-fixture': ({ replace }) => {
    const path = 'test/fixtures/invoice-7.json';
    replace(path, '"term":', '"termDays":');
    replace(path, '"unit": 19.99', '"unitCents": 1999');
    replace(path, '"unit": 30.00', '"unitCents": 3000');
  },
  'refactoring-code_cleanup-magic-numbers': ({ read, write, replace }) => {
    write('src/time.js', 'export const SECONDS_PER_DAY = 86400;\n');
    for (const path of ['src/session.js', 'src/report.js']) {
      write(path, `import { SECONDS_PER_DAY } from "./time.js";\n${read(path)}`);
      if (path === 'src/session.js') replace(path, '86400', 'SECONDS_PER_DAY');
    }
    replace('src/report.js', '/ 86400', '/ SECONDS_PER_DAY');
    replace('src/report.js', '7 * 86400', '7 * SECONDS_PER_DAY');
  },
};
