import type { Solution } from './hands';

/** Solutions of the agentic tasks whose answer is worked out by the rules in their files. */
export const WORKED_OUT: Readonly<Record<string, Solution>> = {
  'agentic_execution-tool_usage-load-order': ({ list, json, write }) => {
    const all = list('plugins').map((path) => json(path) as Manifest);
    write('load.json', JSON.stringify(loadOrder(all)));
  },
  'agentic_execution-tool_usage-reconcile-ledger': ({ read, write }) => {
    const cells = (path: string) =>
      read(path)
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(','));
    write('result.json', JSON.stringify(reconcile(cells('invoices.csv'), cells('bank.csv'))));
  },
  'agentic_execution-multi_step_execution-stock-orders': ({ list, json, write, remove }) => {
    const orders = list('orders').map((path) => ({
      name: path.slice(7),
      ...(json(path) as Order),
    }));
    const stock = json('stock.json') as Record<string, number>;
    const report = serve(orders, stock, json('bundles.json') as Bundles);
    for (const name of report.accepted) remove(`orders/${name}`);
    write('stock.json', JSON.stringify(stock));
    write('report.json', JSON.stringify(report));
  },
  'agentic_execution-multi_step_execution-machine-program': ({ read, write }) => {
    const registers = machine(read('program.txt'), (path) => read(path).split('\n')[0] ?? '');
    write('registers.json', JSON.stringify(registers));
  },
  'agentic_execution-multi_step_execution-split-monolith': ({ read, write, remove, replace }) => {
    for (const [path, text] of Object.entries(split(read('src/all.js')))) write(path, text);
    remove('src/all.js');
    replace(
      'src/main.js',
      'import { RATE, bill, taxOf } from "./all.js";',
      'import { bill } from "./bill.js";\nimport { RATE, taxOf } from "./tax.js";',
    );
  },
  'investigation-repo_exploration-route-table': ({ write }) => {
    const cart = ['cart/cart', 'cart/prices', 'cart/rebate', 'settings'].map(
      (name) => `src/${name}.js`,
    );
    const search = ['src/search/index.js', 'src/search/tokenize.js'];
    const route = (method: string, path: string, handler: string | null, files: string[]) => ({
      method,
      path,
      handler,
      files,
      admin: path.startsWith('/admin'),
    });
    write(
      'docs/routes.json',
      JSON.stringify([
        route('GET', '/admin/health', null, []),
        route('POST', '/admin/reindex', 'reindex', search),
        route('POST', '/cart/items', 'addItem', cart),
        route('DELETE', '/cart/items/:sku', 'removeItem', cart),
        route('GET', '/cart/total', 'totalOf', cart),
      ]),
    );
  },
  'refactoring-migration-rename-config-keys': ({ json, write }) => {
    const old = json('config.json') as {
      server: { host: string; port: number; ssl: boolean };
      cacheMinutes: number;
      admins: string;
      features: Record<string, string>;
      logLevel: string;
    };
    const level = old.logLevel.toLowerCase();
    const { host, port, ssl } = old.server;
    const next = {
      version: 2,
      server: { listen: `${host}:${port}`, tls: ssl },
      cache: { ttlSeconds: old.cacheMinutes * 60 },
      admins: old.admins.split(',').map((name) => name.trim()),
      features: Object.keys(old.features)
        .filter((name) => old.features[name] === 'yes')
        .sort(),
      logLevel: level === 'warn' ? 'warning' : level,
    };
    write('config.json', JSON.stringify(next, null, 2));
  },
};

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly needs: Readonly<Record<string, string>>;
  readonly before: readonly string[];
}

function loadOrder(all: readonly Manifest[]) {
  const skipped: Record<string, string> = {};
  const loadable = (name: string) => all.find((one) => one.name === name && !(name in skipped));
  for (let changed = true; changed;) {
    changed = false;
    for (const { name, needs } of all) {
      if (name in skipped) continue;
      const short = Object.keys(needs)
        .sort()
        .find((need) => !fits(loadable(need)?.version, needs[need]));
      if (short === undefined) continue;
      skipped[name] = short;
      changed = true;
    }
  }
  const left = all.filter(({ name }) => !(name in skipped));
  const order: string[] = [];
  while (left.length > 0) {
    const next = left
      .filter(({ name, needs }) =>
        left.every(
          (other) =>
            !(other.name in needs) && (other.name === name || !other.before.includes(name)),
        ),
      )
      .map(({ name }) => name)
      .sort()[0];
    if (next === undefined) throw new Error('a cycle');
    order.push(next);
    left.splice(
      left.findIndex(({ name }) => name === next),
      1,
    );
  }
  return { order, skipped };
}

function fits(version: string | undefined, needed = ''): boolean {
  const [major, minor = 0, patch = 0] = (version ?? '').split('.').map(Number);
  const [needMajor, needMinor = 0, needPatch = 0] = needed.split('.').map(Number);
  return major === needMajor && (minor > needMinor || (minor === needMinor && patch >= needPatch));
}

function reconcile(invoiceRows: readonly string[][], payments: readonly string[][]) {
  const invoices = invoiceRows.map(([number = '', date = '', customer = '', cents]) => ({
    number,
    date,
    customer,
    open: Number(cents),
  }));
  const oldest = invoices.toSorted((x, y) => (x.date + x.number < y.date + y.number ? -1 : 1));
  const credit: Record<string, number> = {};
  const unmatched: string[] = [];
  for (const [id = '', payer, amount, text = ''] of payments) {
    const cents = Number(amount);
    const number = text.match(/INV-\d{4}/gu)?.at(-1);
    const invoice =
      number === undefined
        ? oldest.find((one) => one.customer === payer && one.open > 0)
        : invoices.find((one) => one.number === number);
    const refused =
      invoice === undefined ||
      (number === undefined && invoice.open !== cents) ||
      (cents > 0 && invoice.open <= 0);
    if (refused) {
      unmatched.push(id);
      continue;
    }
    const paid = Math.min(cents, invoice.open);
    invoice.open -= paid;
    if (cents > paid) credit[invoice.customer] = (credit[invoice.customer] ?? 0) + cents - paid;
  }
  const open = invoices.filter((one) => one.open > 0).map((one) => [one.number, one.open]);
  return { open: Object.fromEntries(open) as unknown, credit, unmatched };
}

interface Order {
  readonly date: string;
  readonly priority: number;
  readonly lines: readonly (readonly [string, number])[];
}
type Bundles = Readonly<Record<string, Readonly<Record<string, number>>>>;

function serve(
  orders: readonly (Order & { name: string })[],
  stock: Record<string, number>,
  bundles: Bundles,
) {
  const sorted = orders.toSorted((x, y) => {
    const key = (order: Order & { name: string }) =>
      `${order.priority} ${order.date} ${order.name}`;
    return key(x) < key(y) ? -1 : 1;
  });
  const accepted: string[] = [];
  const rejected: Record<string, string> = {};
  for (const { name, lines } of sorted) {
    const need: Record<string, number> = {};
    const add = (product: string, count: number) => {
      const parts = bundles[product];
      if (parts === undefined) need[product] = (need[product] ?? 0) + count;
      else for (const [part, each] of Object.entries(parts)) add(part, each * count);
    };
    for (const [product, count] of lines) add(product, count);
    const short = Object.keys(need)
      .sort()
      .find((product) => (need[product] ?? 0) > (stock[product] ?? 0));
    if (short !== undefined) {
      rejected[name] = short;
      continue;
    }
    accepted.push(name);
    for (const [product, count] of Object.entries(need))
      stock[product] = (stock[product] ?? 0) - count;
  }
  return { accepted, rejected };
}

function machine(program: string, load: (path: string) => string): Record<string, string> {
  const commands = program.split('\n').filter((line) => line !== '' && !line.startsWith(';'));
  const registers: Record<string, string> = { A: '', B: '', C: '', D: '', E: '' };
  const reached = new Map<number, number>();
  const get = (name = '') => registers[name] ?? '';
  for (let at = 0; at < commands.length; at += 1) {
    const line = commands[at] ?? '';
    const [name = '', one = '', two = ''] = line.split(' ');
    if (name === 'put') registers[one] = line.slice(6);
    if (name === 'join') registers[one] = get(one) + get(two);
    if (name === 'rev') registers[one] = [...get(one)].reverse().join('');
    if (name === 'up') registers[one] = get(one).toUpperCase();
    if (name === 'cut')
      registers[one] =
        Number(two) < 0 ? get(one).slice(Number(two)) : get(one).slice(0, Number(two));
    if (name === 'swap') [registers[one], registers[two]] = [get(two), get(one)];
    if (name === 'load') registers[one] = load(two);
    if (name === 'len') registers[one] = String(get(two).length);
    if (name === 'back') {
      const count = (reached.get(at) ?? 0) + 1;
      reached.set(at, count);
      if (count <= 2) at -= Number(one) + 1;
    }
    const skip = /^skip (\d+) if (\w) ([=#]) (\w)$/u.exec(line);
    if (skip !== null && (get(skip[2]) === get(skip[4])) === (skip[3] === '='))
      at += Number(skip[1]);
  }
  return Object.fromEntries(Object.entries(registers).filter(([, text]) => text !== ''));
}

/** By the plan: where each declaration goes, what others use of it, and what it uses of others. */
function split(source: string): Record<string, string> {
  const found = [...source.matchAll(/^\/\/ ([\w.]+)\n(const (\w+) = .*)$/gmu)].map(
    ([, file = '', text = '', name = '']) => ({ file, text, name }),
  );
  const outside = /export \{ (.*) \}/u.exec(source)?.[1]?.split(', ') ?? [];
  const uses = (text: string, name: string) =>
    new RegExp(`\\b${name}\\b`, 'u').test(
      text.replace(/^const \w+/u, '').replaceAll(/"[^"]*"/gu, ''),
    );
  const files: Record<string, string> = {};
  for (const file of new Set(found.map((one) => one.file))) {
    const own = found.filter((one) => one.file === file);
    const foreign = found.filter((one) => one.file !== file);
    const needed = foreign.filter(({ name }) => own.some(({ text }) => uses(text, name)));
    const imports = [...new Set(needed.map((one) => one.file))].sort().map((from) => {
      const names = needed.filter((one) => one.file === from).map(({ name }) => name);
      return `import { ${names.sort().join(', ')} } from "./${from}";\n`;
    });
    const lines = own.map(({ name, text }) => {
      const shared = outside.includes(name) || foreign.some((one) => uses(one.text, name));
      return `${shared ? 'export ' : ''}${text}\n`;
    });
    files[`src/${file}`] = [...imports, ...(imports.length > 0 ? ['\n'] : []), ...lines].join('');
  }
  return files;
}
