import { describe, expect, it } from 'vitest';
import { modelEditSchema } from '@shared/api/models';
import {
  type EditForm,
  formOf,
  isEmptyEdit,
  readForm,
} from '../../../../renderer/features/models/edit-form';
import { fakeRow } from '../../../support/fake-models';

const TASK = 'general_assistant';
const row = fakeRow('openai/luna');
const typed = (change: Partial<EditForm>): EditForm => ({ ...formOf(row, TASK), ...change });
const rates = (inputPerMTok: string): EditForm['rates'] => ({
  ...formOf(row, TASK).rates,
  inputPerMTok,
});

describe('reading the form', () => {
  it.each([
    ['0', 'not_positive'],
    ['-1', 'not_positive'],
    ['0,5', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['10001', 'too_large'],
  ])('a price of %s is refused as %s', (text, problem) => {
    const { problems } = readForm(typed({ rates: rates(text) }), TASK, null, null);
    expect(problems.inputPerMTok).toBe(problem);
  });

  it('what it takes is what the router takes', () => {
    const form = typed({ rates: rates(' .5 '), quality: '0.8', context: '1000', tools: 'no' });
    const { request, problems } = readForm(form, TASK, null, null);
    expect(problems).toEqual({});
    expect(modelEditSchema.parse(request)).toEqual(request);
    expect(request).toMatchObject({
      rates: { inputPerMTok: 0.5 },
      tasks: { general_assistant: { quality: 0.8 } },
      tools: false,
    });
  });

  it('an edit of one task keeps what was set for the others', () => {
    const before = {
      model: row.id,
      added: false,
      rates: {},
      name: null,
      tasks: { transcription: { latencyMs: 300 }, general_assistant: { quality: 0.4 } },
      tools: null,
      realtime: null,
      context: null,
      note: null,
      updatedAt: '2026-11-21T00:00:00.000Z',
    };
    const { request } = readForm(typed({ quality: '' }), TASK, before, null);
    expect(request.tasks).toEqual({ transcription: { latencyMs: 300 } });
  });

  it('an empty form is no edit; a model to add needs an id that is new, and a task', () => {
    expect(isEmptyEdit(readForm(typed({}), TASK, null, null).request)).toBe(true);
    const add = (model: string, tasks: EditForm['tasks'] = [TASK]) =>
      readForm({ ...formOf(null, TASK), model, tasks }, TASK, null, ['openai/luna']);
    expect(add('luna').problems.model).toBe('id');
    expect(add('openai/lu na').problems.model).toBe('id');
    expect(add('openai/luna').problems.model).toBe('id_taken');
    expect(add('openai/mine', []).problems.tasks).toBe('no_task');
    expect(add('openai/mine').request.tasks).toEqual({ general_assistant: {} });
  });
});
