import { edgesOf } from './architecture-improvement';
import { bash, NO_SHELL } from './shell';
import { computed, fence, rows, valueOf } from './support';

export const REPO_EXPLORATION = computed('investigation', 'repo_exploration', {
  'count-tree': (prompt) =>
    String(
      rows(prompt).filter((path) => /^.*\.ts$/u.test(path) && !/\.(?:test|spec|d)\.ts$/u.test(path))
        .length,
    ),
  'entry-point': (prompt) =>
    (JSON.parse(fence(prompt)) as { bin: Record<string, string> }).bin['toold'],
  gitignore: (prompt) => {
    const listed = rows(prompt, 1).map((row) => row.split(/\s+/u));
    const paths = listed.map(([, path = '']) => path).join(' ');
    const script = `git init -q . && mkdir -p build src/build logs src/tmp && touch ${paths} && git status --short -uall || exit 77`;
    const output = bash(script, { '.gitignore': `${fence(prompt, 0)}\n` });
    if (output === NO_SHELL) return output;
    return listed
      .filter(([, path = '']) => output.split('\n').includes(`?? ${path}`))
      .map(([letter]) => letter)
      .join('');
  },
  owners: (prompt) => {
    const rules = rows(prompt, 0).map((row) => row.split(/\s+/u));
    return rows(prompt, 1).map(
      (path) => rules.findLast(([pattern = '']) => ownerPattern(pattern).test(path))?.[1],
    );
  },
  'find-settings': (_, files) => {
    const code = Object.entries(files).filter(([path]) => path.startsWith('src/'));
    const names = code.flatMap(([, text]) => text.match(/(?<=process\.env\.)\w+/gu) ?? []);
    return [...new Set(names)].sort();
  },
  'unreachable-file': (_, files) => {
    const { main } = JSON.parse(files['package.json'] ?? '') as { main: string };
    const reached = new Set([main]);
    for (const path of reached) {
      for (const [, target = ''] of (files[path] ?? '').matchAll(/from "(\.[^"]+)"/gu)) {
        reached.add(new URL(target, `file:///${path}`).pathname.slice(1));
      }
    }
    return Object.keys(files)
      .filter((path) => path.startsWith('src/') && !reached.has(path))
      .join(' ');
  },
  'price-of-basket': (_, files) => {
    const code = ['src/settings.js', 'src/cart/rebate.js', 'src/cart/prices.js', 'src/cart/cart.js']
      .map((path) => (files[path] ?? '').replaceAll(/^import .*$|^export /gmu, ''))
      .join('\n');
    const requests =
      'addItem("tee", 3); addItem("pin", 1); addItem("mug", 2); removeItem("mug"); addItem("pin", 4);';
    return valueOf(`const process = { env: {} };\n${code}\n${requests}`, 'totalOf()');
  },
  'blame-ranges': (prompt) => blame(rows(prompt)),
  'merge-base': (prompt) => {
    const edges = edgesOf(
      rows(prompt).map((row) => row.replace(': ', ': ').replaceAll(/(?<=\w) (?=\w)/gu, ', ')),
    );
    const history = (commit: string): Set<string> => {
      const seen = new Set([commit]);
      for (const one of seen) for (const [from, to] of edges) if (from === one) seen.add(to);
      return seen;
    };
    const [main, dev] = [history('P'), history('Q')];
    const common = [...main].filter((commit) => dev.has(commit));
    const bases = common.filter(
      (commit) => !common.some((other) => other !== commit && history(other).has(commit)),
    );
    const two = [...dev].filter((commit) => !main.has(commit)).length;
    const back = [...main].filter((commit) => !dev.has(commit)).length;
    return { bases: bases.sort(), two, three: two + back };
  },
});

function ownerPattern(pattern: string): RegExp {
  const head = pattern.startsWith('/') ? '^' : '(?:^|/)';
  const body = pattern.replace(/^\//u, '').replaceAll('.', '\\.').replaceAll('*', '[^/]*');
  return new RegExp(`${head}${body}${pattern.endsWith('/') ? '' : '$'}`, 'u');
}

function blame(commits: readonly string[]): string[] {
  const lines: string[] = [];
  for (const commit of commits) {
    const [name = '', ...rest] = commit.split(/\s{2,}/u);
    for (const command of rest.join(' ').split('; ')) {
      const insert = /^insert (\d+) after (\d+)$/u.exec(command);
      const [, verb, from, to] = /^(delete|change) (\d+)-(\d+)$/u.exec(command) ?? [];
      const count = Number(to) - Number(from) + 1;
      if (insert !== null)
        lines.splice(Number(insert[2]), 0, ...Array<string>(Number(insert[1])).fill(name));
      else if (verb === 'delete') lines.splice(Number(from) - 1, count);
      else lines.fill(name, Number(from) - 1, Number(to));
    }
  }
  return lines;
}
