import { bash, NO_SHELL } from './shell';
import { computed, fence, sum, table } from './support';

export const TERMINAL_OPERATIONS = computed('agentic_execution', 'terminal_operations', {
  'octal-mode': (prompt) => {
    const mode = /-([rwx-]{9})\b/u.exec(prompt)?.[1] ?? '';
    const bits = [...mode].map((letter) => (letter === '-' ? '0' : '1')).join('');
    return Number.parseInt(bits, 2).toString(8);
  },
  'exit-status': (prompt) => {
    const output = bash(fence(prompt));
    return output === NO_SHELL ? output : output.replaceAll('\n', ' ');
  },
  'grep-count': (prompt) =>
    bash(/`(grep .*?)`/u.exec(prompt)?.[1] ?? '', { 'access.log': `${fence(prompt)}\n` }),
  'cron-next': () => {
    const runs = (at: Date) =>
      at.getUTCMinutes() % 20 === 0 &&
      [6, 10, 14, 18].includes(at.getUTCHours()) &&
      at.getUTCDay() % 6 !== 0;
    const minutes = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => new Date(from + index * 60_000));
    const friday = minutes(Date.UTC(2024, 5, 14), 1_440).filter(runs).length;
    const from = Date.UTC(2024, 5, 14, 18, 46);
    const next = minutes(from, 10_000).find(runs)?.toISOString().slice(0, 16).replace('T', ' ');
    return `${next},${friday}`;
  },
  'top-talkers': (prompt) => bash(fence(prompt, 1), { 'access.log': `${fence(prompt, 0)}\n` }),
  'sed-script': (prompt) => {
    const output = bash(fence(prompt, 1), { 'in.txt': `${fence(prompt, 0)}\n` });
    return output === NO_SHELL ? output : output.replaceAll(/\n+/gu, '\n');
  },
  'parameter-expansion': (prompt) => bash(fence(prompt)),
  'awk-report': (prompt) => bash(fence(prompt, 1), { 'moves.txt': `${fence(prompt, 0)}\n` }),
  'disk-usage': (prompt) => {
    const files = table(prompt).map(([name = '', inode = '', blocks]) => ({
      day: name.slice(0, 3),
      inode,
      blocks: Number(blocks),
    }));
    const used = (days: readonly string[]) => {
      const seen = new Set<string>();
      return days.map((day) => {
        const fresh = files.filter((file) => file.day === day && !seen.has(file.inode));
        for (const { inode } of fresh) seen.add(inode);
        return 2 + sum(fresh.map(({ blocks }) => blocks));
      });
    };
    const all = sum(used(['mon', 'tue', 'wed', 'thu']));
    return [used(['mon', 'tue', 'wed', 'thu']), used(['thu'])[0], all - sum(used(['wed', 'thu']))];
  },
  'subshell-state': (prompt) => bash(fence(prompt)),
});
