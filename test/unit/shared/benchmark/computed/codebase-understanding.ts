import { computed, fence, logged, rows, valueOf } from './support';

export const CODEBASE_UNDERSTANDING = computed('investigation', 'codebase_understanding', {
  'what-returns': (prompt) =>
    valueOf(fence(prompt), '[pick(["a", "b"]), pick(["a", "b", null]), pick(["a", "b", ""])]'),
  'python-slices': (prompt) => {
    const text = /s = "(\w+)"/u.exec(fence(prompt))?.[1] ?? '';
    return (
      text.slice(2, 5) + text.slice(-2) + [...text].filter((_, index) => index % 4 === 0).join('')
    );
  },
  'regex-meaning': (prompt) => {
    const accepts = new RegExp(fence(prompt, 0), 'u');
    return rows(prompt, 1)
      .filter((row) => accepts.test(row.slice(3)))
      .map((row) => row.charAt(0))
      .join('');
  },
  'name-the-algorithm': (prompt) => `insertion,${String(valueOf(fence(prompt), 'runs'))}`,
  'class-order': (prompt) => logged(fence(prompt)).replaceAll('\n', ' '),
  'generator-pipeline': (prompt) => valueOf(fence(prompt), 'log'),
  'call-count': (prompt) => (valueOf(fence(prompt), '[answer, calls]') as number[]).join(' '),
  'scheduler-trace': (prompt) => valueOf(fence(prompt), 'out.join("")'),
  'parser-result': (prompt) =>
    valueOf(fence(prompt, 0), `parse(${JSON.stringify(fence(prompt, 1))})`),
  'bit-tricks': (prompt) =>
    valueOf(fence(prompt), `[${/JSON array of (.*)\.$/mu.exec(prompt)?.[1] ?? ''}]`),
});
