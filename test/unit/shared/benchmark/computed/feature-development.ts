import { computed, fence, rows, sum, table } from './support';

export const FEATURE_DEVELOPMENT = computed('implementation', 'feature_development', {
  slug: (prompt) =>
    (/title: "(.*)"/u.exec(prompt)?.[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/gu, '-')
      .replaceAll(/^-|-$/gu, ''),
  discount: () => ((24_000 * 0.85 * 1.08) / 100).toFixed(2),
  pagination: () => ({
    from: 81,
    to: Math.min(5 * 20, 95),
    pages: Math.ceil(95 / 20),
    hasNext: 5 < 95 / 20,
  }),
  'password-rules': (prompt) =>
    rows(prompt).filter(
      (text) =>
        text.length >= 10 &&
        /[a-z]/u.test(text) &&
        /[A-Z]/u.test(text) &&
        /\d/u.test(text) &&
        !/(.)\1\1/u.test(text),
    ),
  'fixed-window-limit': (prompt) => {
    const used = new Map<string, number>();
    const refused: number[] = [];
    for (const [index, request] of fence(prompt).split(' ').entries()) {
      const [client, second] = request.split('@');
      const key = `${client} ${Math.floor(Number(second) / 10)}`;
      const count = used.get(key) ?? 0;
      if (count === 3) refused.push(index + 1);
      else used.set(key, count + 1);
    }
    return refused;
  },
  'cart-promotions': (prompt) => {
    const lines = table(prompt).map(([name, pieces, price]) => ({
      name,
      pieces: Number(pieces),
      cents: Math.round(Number(price) * 100),
    }));
    const paid = sum(lines.map(({ pieces, cents }) => (pieces - Math.floor(pieces / 3)) * cents));
    const count = (name: string) => lines.find((line) => line.name === name)?.pieces ?? 0;
    const bundled = paid - 200 * Math.min(count('coffee'), count('mug'));
    const reduced = bundled - Math.min(bundled * 0.1, 750);
    return ((reduced + (reduced >= 6_000 ? 0 : 490)) / 100).toFixed(2);
  },
  'mention-parser': (prompt) => {
    const text = fence(prompt).replaceAll(/`[^`]*`/gu, ' ');
    const found = [...text.matchAll(/(?<![A-Za-z0-9_])@([A-Za-z0-9_]+)/gu)]
      .map(([, handle]) => (handle ?? '').toLowerCase())
      .filter((handle) => handle.length >= 2 && handle.length <= 15);
    return [...new Set(found)];
  },
  'token-bucket': (prompt) => tokenBucket(rows(prompt)),
  'undo-redo': (prompt) => `"${editor(rows(prompt))}"`,
  'cache-ttl-lru': (prompt) => cache(rows(prompt)),
});

function tokenBucket(lines: readonly string[]) {
  const served: Record<string, number | null> = {};
  const queue: { name: string; cost: number }[] = [];
  let tokens = 10;
  let now = 0;
  const advance = (until: number) => {
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const at = now + Math.max(0, head.cost - tokens) / 2;
      if (at > until) break;
      tokens = Math.min(10, tokens + (at - now) * 2) - head.cost;
      now = at;
      served[head.name] = at;
      queue.shift();
    }
    if (until === Infinity) return;
    tokens = Math.min(10, tokens + (until - now) * 2);
    now = until;
  };
  for (const line of lines) {
    const [, name = '', time, cost] = /^(\w+)\s+t=([\d.]+)\s+cost (\d+)$/u.exec(line) ?? [];
    advance(Number(time));
    if (queue.length === 0 && tokens >= Number(cost)) {
      tokens -= Number(cost);
      served[name] = now;
    } else if (queue.length < 2) queue.push({ name, cost: Number(cost) });
    else served[name] = null;
  }
  advance(Infinity);
  return served;
}

function editor(lines: readonly string[]): string {
  let text = '';
  let typing: string | null = null;
  const undo: string[] = [];
  let redo: string[] = [];
  const step = (next: string, merge: boolean) => {
    if (!merge) {
      undo.push(text);
      if (undo.length > 3) undo.shift();
    }
    redo = [];
    text = next;
  };
  for (const line of lines) {
    const typed = /^type "(.*)"$/u.exec(line)?.[1];
    if (typed !== undefined) {
      const merge: boolean = typing !== null && !typing.endsWith(' ');
      step(text + typed, merge);
      typing = (merge ? typing : '') + typed;
      continue;
    }
    typing = null;
    const count = /^del (\d+)$/u.exec(line)?.[1];
    if (count !== undefined) {
      if (text !== '') step(text.slice(0, Math.max(0, text.length - Number(count))), false);
    } else if (line === 'undo') {
      const before = undo.pop();
      if (before === undefined) continue;
      redo.push(text);
      text = before;
    } else {
      const after = redo.pop();
      if (after === undefined) continue;
      undo.push(text);
      text = after;
    }
  }
  return text;
}

function cache(lines: readonly string[]) {
  const setAt = new Map<string, number>();
  const hits: number[] = [];
  for (const line of lines) {
    const [, time, command, key = ''] = /^t=(\d+)\s+(\w+) (\w+)$/u.exec(line) ?? [];
    const now = Number(time);
    const at = setAt.get(key);
    if (command === 'get') {
      if (at === undefined) continue;
      setAt.delete(key);
      if (now - at >= 10) continue;
      setAt.set(key, at);
      hits.push(now);
      continue;
    }
    if (at === undefined && setAt.size === 3) {
      for (const [name, then] of setAt) if (now - then >= 10) setAt.delete(name);
      const oldest = setAt.keys().next().value;
      if (setAt.size === 3 && oldest !== undefined) setAt.delete(oldest);
    }
    setAt.delete(key);
    setAt.set(key, now);
  }
  return { hits, keys: [...setAt.keys()] };
}
