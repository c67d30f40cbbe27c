import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import bundled from '../../../../electron/backend/catalog/bundled.json';
import { CatalogFileError } from '../../../../electron/backend/catalog/catalog-file-error';
import {
  benchmarkFileSource,
  parseCatalogFile,
} from '../../../../electron/backend/catalog/sources/benchmark-file';

function problem(text: string): string {
  try {
    parseCatalogFile('/etc/models.json', text);
  } catch (error) {
    expect(error).toBeInstanceOf(CatalogFileError);
    expect(error).toMatchObject({ path: '/etc/models.json', code: 'catalog_file_invalid' });
    return (error as CatalogFileError).message;
  }
  throw new Error('was accepted');
}

/** The bundled catalog with one thing changed. */
function own(change: (file: typeof bundled) => void): string {
  const file = structuredClone(bundled);
  change(file);
  return JSON.stringify(file);
}

describe('a malformed catalog file', () => {
  const rows: [what: string, text: string, where: RegExp][] = [
    ['JSON that breaks off', '{\n "models": {\n', /line 3/],
    ['a comma too many', '{"models": {\n "transcription": [,]}}', /line 2/],
    ['an empty file', '', /line 1.*expected a JSON object/],
    ['a list at the top', '[]', /top level: expected an object/],
    ['null', 'null', /top level: expected an object/],
    ['no models', '{"tasks": []}', /models.*expected/],
    [
      'a task that is no list (S0-19)',
      '{"models": {"transcription": {}}}',
      /models\.transcription must be a list/,
    ],
    [
      'an entry that is no object (S0-19)',
      '{"models": {"transcription": [3]}}',
      /models\.transcription\[0\] must be an object/,
    ],
    [
      'a missing score',
      '{"models": {"transcription": [{"id": "a"}]}}',
      /models\.transcription\[0\]\.quality_score is missing/,
    ],
    [
      'a wrong score deep in the file',
      '{"models": {\n "transcription": [\n  {"id": "a",\n   "quality_score": true}]}}',
      /line 4: models\.transcription\[0\]\.quality_score must be a number/,
    ],
    [
      'a wrong value of the own schema',
      '{"format": "auto-router-catalog/1",\n "models": [\n  5]}',
      /line 1: version.*line 1: date/,
    ],
    [
      'another version of the schema',
      '{"format": "auto-router-catalog/9"}',
      /format: .*expected auto-router-catalog\/1/,
    ],
    [
      'the own schema by its list of models only',
      '{"models": []}',
      /expected auto-router-catalog\/1/,
    ],
    [
      'a number without source',
      own((f) => Reflect.deleteProperty(f.models[0]?.capabilities ?? {}, 'source')),
      /models\[0\]\.capabilities\.source/,
    ],
    [
      'a free cloud model',
      own((f) =>
        Object.assign(f.models[1]?.rates ?? {}, {
          perMinute: { value: 0, source: 'pi_ai', date: '2026' },
        }),
      ),
      /models\[1\]\.rates: a cloud model is never free/,
    ],
    [
      'an id listed twice',
      own((f) => f.models.push(structuredClone(f.models[0]!))),
      /is listed twice/,
    ],
    [
      'an id that is not provider/model',
      own((f) => Object.assign(f.models[0]!, { id: 'x' })),
      /models\[0\]\.id: the id must be provider\/model/,
    ],
    [
      'a source that is not described',
      own((f) => Reflect.deleteProperty(f.sources, 'pi_ai')),
      /unknown source pi_ai/,
    ],
    [
      'a metric without anchors',
      own((f) => Reflect.deleteProperty(f.tasks.ptt_response.qualityAnchors, 'aiwf_pass_pct')),
      /tasks\.ptt_response: no anchors for metric aiwf_pass_pct/,
    ],
    [
      'a task without scales',
      own((f) => Reflect.deleteProperty(f.tasks, 'transcription')),
      /tasks\.transcription/,
    ],
    [
      'a field nobody reads',
      own((f) => Object.assign(f.models[0]!, { prise: 1 })),
      /models\[0\]: .*prise/,
    ],
  ];
  it.each(rows)('%s', (_what, text, where) => {
    const message = problem(text);
    expect(message).toContain('/etc/models.json');
    expect(message).toMatch(where);
  });

  it('with hundreds of mistakes gives a message a person can read', () => {
    const text = own((f) => f.models.forEach((m) => Object.assign(m, { local: 'no' })));
    expect(problem(text).length).toBeLessThan(600);
    expect(problem(text)).toContain('and 74 more');
  });
});

describe('a readable catalog file', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'catalog-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('in the own schema is a file, whatever the bundled one says of itself', async () => {
    const path = join(dir, 'own.json');
    await writeFile(path, JSON.stringify({ ...bundled, version: 'mine' }));
    const snapshot = await benchmarkFileSource(path).load(new AbortController().signal);
    expect(snapshot).toMatchObject({ source: 'file', version: 'mine', plain: false });
  });

  it('may begin with a byte order mark and is read afresh on every load (S0-44)', async () => {
    const path = join(dir, 'plain.json');
    const source = benchmarkFileSource(path);
    const { signal } = new AbortController();
    await writeFile(path, '\uFEFF{"models": {}}');
    const first = await source.load(signal);
    expect(first.candidates.transcription).toEqual([]);
    const model = '{"id": "a", "quality_score": 1, "latency_score": 1, "cost_score": null}';
    await writeFile(path, `{"models": {"transcription": [${model}]}}`);
    const second = await source.load(signal);
    expect(second.candidates.transcription).toHaveLength(1);
    expect(second.version).not.toBe(first.version);
  });

  it('that is missing, or a folder, is an error that names it', async () => {
    const { signal } = new AbortController();
    const missing = join(dir, 'none.json');
    await expect(benchmarkFileSource(missing).load(signal)).rejects.toThrow(CatalogFileError);
    await expect(benchmarkFileSource(missing).load(signal)).rejects.toThrow(missing);
    await expect(benchmarkFileSource(dir).load(signal)).rejects.toThrow(CatalogFileError);
  });
});
