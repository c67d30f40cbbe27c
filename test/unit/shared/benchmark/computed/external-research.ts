import { computed, rows, sum, table } from './support';

const DAY = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

export const EXTERNAL_RESEARCH = computed('investigation', 'external_research', {
  'licence-compatible': (prompt) => {
    const allowed = ['MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'Apache-2.0'];
    const fits = (text: string): boolean =>
      text.split(' AND ').every((part) =>
        part
          .replaceAll(/[()]/gu, '')
          .split(' OR ')
          .some((name) => allowed.includes(name)),
      );
    return rows(prompt)
      .map((row) => row.split(/\s{2,}/u))
      .filter(([, , licence = '']) => fits(licence))
      .map(([number]) => Number(number));
  },
  'unicode-normal-form': () =>
    ['NFC', 'NFD', 'NFKC', 'NFKD']
      .filter((form) => 'e\u0301\uFB01'.normalize(form) === '\u00E9\uFB01')
      .join(' '),
  'conflicting-sources': () => {
    const v32 = { free: 50, pro: 50, enterprise: 200 };
    const v34 = { ...v32, pro: v32.pro * 2 };
    const v35 = { free: v34.free / 2, pro: v34.pro, enterprise: v34.enterprise * 2 };
    return { US: v35, EU: v34 };
  },
  'price-comparison': (prompt) =>
    Object.fromEntries(
      table(prompt).map(([name = '', ...cells]) => {
        const [base = 0, included = 0, gb = 0, reads = 0, writes = 0, free = 0, out = 0] =
          cells.map(Number.parseFloat);
        const bill =
          base +
          Math.max(0, 220 - included) * gb +
          900 * reads +
          40 * writes +
          Math.max(0, 350 - free) * out;
        return [name, Number(Math.max(bill, name === 'Cedar' ? 210 : 0).toFixed(2))];
      }),
    ),
  'time-zone-rules': () => {
    const offset = (zone: string, at: number) => {
      const text = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        hour12: false,
      }).format(at);
      return Number(text);
    };
    let days = 0;
    for (let at = Date.UTC(2025, 0, 1, 12); at < Date.UTC(2026, 0, 1); at += DAY) {
      if (offset('Europe/Berlin', at) - offset('America/New_York', at) !== 6) days += 1;
    }
    return String(days);
  },
  'benchmark-tables': (prompt) => totals([0, 1, 2].map((index) => table(prompt, index))),
  'date-of-easter': () => {
    const easter = easterOf(2076);
    return [
      iso(easter - 46 * DAY),
      iso(easter + 50 * DAY),
      (Date.UTC(2076, 11, 31) - easter) / DAY - 60,
    ];
  },
  'protocol-arithmetic': () => {
    const digits = [...'978013468599'].map(Number);
    const check =
      (10 - (sum(digits.map((digit, index) => digit * (index % 2 === 0 ? 1 : 3))) % 10)) % 10;
    return [
      '172.20.127.255',
      2 ** (32 - 19) - 2,
      Buffer.from('\u{1F980}').toString('hex'),
      Buffer.from('7zip!').toString('base64'),
      check,
      luhn('4539148803436468'),
    ];
  },
});

function totals(reports: readonly string[][][]) {
  const median = (values: number[]) => {
    const sorted = values.sort((x, y) => x - y);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1
      ? (sorted[middle] ?? 0)
      : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  };
  return ['Ara', 'Boa', 'Cat', 'Dog', 'Elk']
    .map((name): [string, number] => {
      const scores = [1, 2, 3].map((column) => {
        const ratios = reports.flatMap((report) => {
          const time = (library: string) =>
            Number(report.find(([one]) => one === library)?.[column]);
          const ratio = time(name) / time('Ara');
          return Number.isNaN(ratio) ? [] : [ratio];
        });
        return median(ratios);
      });
      const [parse = 0, query = 0, write = 0] = scores;
      return [name, Number((0.5 * parse + 0.3 * query + 0.2 * write).toFixed(3))];
    })
    .sort((x, y) => x[1] - y[1]);
}

/** The Gregorian computus of Meeus, Jones and Butcher. */
function easterOf(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const i = Math.floor(c / 4);
  const l = (32 + 2 * (b % 4) + 2 * i - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return Date.UTC(year, month - 1, (h + l - 7 * m + 33 * month + 19) % 32);
}

function luhn(number: string): boolean {
  const digits = [...number].map(Number).reverse();
  const total = sum(
    digits.map((digit, index) =>
      index % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2,
    ),
  );
  return total % 10 === 0;
}
