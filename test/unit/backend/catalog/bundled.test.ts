import { describe, expect, it } from 'vitest';
import { bundledCatalog } from '../../../../electron/backend/catalog/sources/bundled';
import { TASK_NEEDS } from '../../../../shared/routing/resolve-setting';
import { TASK_NAMES } from '../../../../shared/routing/tasks';

const file = bundledCatalog();
const entries = file.models.flatMap((model) =>
  TASK_NAMES.flatMap((task) => {
    const entry = model.tasks[task];
    return entry ? [{ model, task, entry }] : [];
  }),
);

/** Every object of the models that carries a `value`, with where it is. */
function figures(node: unknown, path: string): [string, Record<string, unknown>][] {
  if (typeof node !== 'object' || node === null) return [];
  const here: [string, Record<string, unknown>][] = 'value' in node ? [[path, { ...node }]] : [];
  return [
    ...here,
    ...Object.entries(node).flatMap(([key, child]) => figures(child, `${path}.${key}`)),
  ];
}

describe('the bundled catalog', () => {
  it('has all 99 records of the draft as 77 models and the one in the app, at least 12 main candidates a task', () => {
    expect([file.models.length, entries.length]).toEqual([77 + 1, 99 + 1]);
    for (const task of TASK_NAMES) {
      const main = entries.filter((e) => e.task === task && e.entry.tier === 'candidate');
      expect(main).toHaveLength(task === 'screenshot_embedding' ? 13 : 12);
    }
  });

  it('gives source and date for every number, and the source is described', () => {
    const all = figures(file.models, 'models');
    expect(all.length).toBeGreaterThan(200);
    for (const [path, figure] of all) {
      expect(figure, path).toMatchObject({
        source: expect.any(String),
        date: expect.stringMatching(/^\d{4}/),
      });
      expect(file.sources, path).toHaveProperty([String(figure['source'])]);
    }
  });

  it('dates no figure after the catalog itself', () => {
    for (const [path, figure] of figures(file.models, 'models')) {
      expect(String(figure['date']) <= file.date, path).toBe(true);
    }
  });

  it('has anchors for every metric that is scored', () => {
    for (const { model, task, entry } of entries) {
      const scale = file.tasks[task];
      for (const figure of [entry.quality, entry.qualityProxy]) {
        if (figure) expect(scale.qualityAnchors, model.id).toHaveProperty(figure.metric);
      }
      for (const figure of [entry.latency, entry.latencyProxy]) {
        if (figure) expect(scale.latencyAnchors, model.id).toHaveProperty(figure.metric);
      }
    }
  });

  it('anchors a metric in the direction in which it is better', () => {
    for (const task of TASK_NAMES) {
      for (const [metric, { zero, one }] of Object.entries(file.tasks[task].qualityAnchors)) {
        expect(file.metrics[metric]?.better, metric).toBe(one > zero ? 'higher' : 'lower');
      }
    }
  });

  it('declares of each candidate what its task needs, so that none is there in vain', () => {
    for (const { model, task } of entries) {
      const { input, output } = model.capabilities;
      expect(input, `${model.id} ${task}`).toEqual(
        expect.arrayContaining([...TASK_NEEDS[task].input]),
      );
      expect(output, `${model.id} ${task}`).toEqual(
        expect.arrayContaining([...TASK_NEEDS[task].output]),
      );
    }
  });

  it('holds no figure of Artificial Analysis (ruling 13)', () => {
    expect(JSON.stringify(file)).not.toMatch(/artificial.?analysis|aa_index|"aa"/i);
  });

  it('never has a cloud model for nothing, and charges no local one', () => {
    for (const model of file.models) {
      const rates = Object.values(model.rates);
      if (model.local) expect(rates, model.id).toEqual([]);
      else for (const rate of rates) expect(rate.value, model.id).toBeGreaterThan(0);
    }
  });

  it('has one identity per model', () => {
    const ids = file.models.map((m) => m.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, provider, model } of file.models) expect(id).toBe(`${provider}/${model}`);
  });

  it('names the measured model and the relation wherever another one stands in', () => {
    for (const { model, entry } of entries) {
      for (const proxy of [entry.qualityProxy, entry.latencyProxy]) {
        if (!proxy) continue;
        expect(proxy.relation, model.id).toMatch(/predecessor/);
        expect(proxy.fromModel).not.toBe(model.model);
      }
    }
  });

  it('credits every licence that asks for it', () => {
    const text = file.attribution.join('\n');
    for (const licence of ['CC BY 4.0', 'MIT', 'Apache-2.0']) expect(text).toContain(licence);
  });
});
