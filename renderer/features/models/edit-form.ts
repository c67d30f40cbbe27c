import {
  EDITABLE_RATES,
  type EditableRate,
  type ModelEdit,
  type ModelEditRequest,
  type ModelRow,
} from '@shared/api/models';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';

/** What the dialog holds: texts as typed, '' = that of the sources. */
export interface EditForm {
  readonly model: string;
  readonly name: string;
  readonly rates: Readonly<Record<EditableRate, string>>;
  readonly quality: string;
  readonly latencyMs: string;
  readonly context: string;
  readonly tools: 'source' | 'yes' | 'no';
  readonly realtime: 'source' | 'yes' | 'no';
  readonly note: string;
  /** Tasks that an added model is a candidate of. */
  readonly tasks: readonly TaskName[];
}

export type FormField = 'model' | 'quality' | 'latencyMs' | 'context' | 'tasks' | EditableRate;
export type FormProblem =
  | 'id'
  | 'id_taken'
  | 'not_a_number'
  | 'not_positive'
  | 'too_large'
  | 'not_a_share'
  | 'not_whole'
  | 'no_task';

const MOST = { rate: 10_000, latencyMs: 600_000, context: 100_000_000 } as const;
const MODEL_ID = /^[a-z0-9][a-z0-9._-]{0,39}\/[^\s\p{C}]+$/iu;

export function formOf(row: ModelRow | null, task: TaskName): EditForm {
  const edit = row?.edit ?? null;
  const own = edit?.tasks[task];
  return {
    model: row?.id ?? '',
    name: edit?.name ?? '',
    rates: Object.fromEntries(
      EDITABLE_RATES.map((rate) => [rate, textOf(edit?.rates[rate])]),
    ) as Record<EditableRate, string>,
    quality: textOf(own?.quality),
    latencyMs: textOf(own?.latencyMs),
    context: textOf(edit?.context ?? undefined),
    tools: choiceOf(edit?.tools),
    realtime: choiceOf(edit?.realtime),
    note: edit?.note ?? '',
    tasks: row === null ? [task] : namedTasks(edit),
  };
}

function choiceOf(value: boolean | null | undefined): 'source' | 'yes' | 'no' {
  return value === true ? 'yes' : value === false ? 'no' : 'source';
}

function namedTasks(edit: ModelEdit | null): readonly TaskName[] {
  return TASK_NAMES.filter((task) => edit?.tasks[task] !== undefined);
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

export interface FormRead {
  readonly request: ModelEditRequest;
  readonly problems: Readonly<Partial<Record<FormField, FormProblem>>>;
}

/** The request that the form asks for, and what is wrong with it, field by field. */
export function readForm(
  form: EditForm,
  task: TaskName,
  before: ModelEdit | null,
  known: readonly string[] | null,
): FormRead {
  const problems: Partial<Record<FormField, FormProblem>> = {};
  const number = (field: FormField, text: string, most: number): number | undefined => {
    const read = readPositive(text, most);
    if (typeof read === 'string') problems[field] = read;
    return typeof read === 'number' ? read : undefined;
  };
  const model = form.model.trim();
  if (!MODEL_ID.test(model) || model.length > 200) problems.model = 'id';
  else if (known?.includes(model) === true) problems.model = 'id_taken';
  if (known !== null && form.tasks.length === 0) problems.tasks = 'no_task';
  const rates = Object.fromEntries(
    EDITABLE_RATES.flatMap((rate) => {
      const value = number(rate, form.rates[rate], MOST.rate);
      return value === undefined ? [] : [[rate, value]];
    }),
  );
  const quality = readShare(form.quality);
  if (typeof quality === 'string') problems.quality = quality;
  const latencyMs = number('latencyMs', form.latencyMs, MOST.latencyMs);
  const context = number('context', form.context, MOST.context);
  if (context !== undefined && !Number.isInteger(context)) problems.context = 'not_whole';
  const own = {
    ...(typeof quality === 'number' && { quality }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
  const { [task]: _this, ...others } = before?.tasks ?? {};
  const named = known === null ? namedTasks(before) : form.tasks;
  // A model of the person's own is a candidate of the tasks that are named, with figures or without.
  const ownModel = known !== null || before?.added === true;
  const keeps = Object.keys(own).length > 0 || (ownModel && named.includes(task));
  const added = known !== null ? Object.fromEntries(named.map((name) => [name, {}])) : {};
  return {
    problems,
    request: {
      model,
      rates,
      name: form.name.trim() === '' ? null : form.name.trim(),
      tasks: { ...added, ...others, ...(keeps && { [task]: own }) },
      tools: form.tools === 'source' ? null : form.tools === 'yes',
      realtime: form.realtime === 'source' ? null : form.realtime === 'yes',
      context: context ?? null,
      note: form.note.trim() === '' ? null : form.note.trim(),
    },
  };
}

/** Undefined for an empty field. A price of 0 is no price: models on this machine are free by themselves. */
function readPositive(text: string, most: number): number | FormProblem | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/u.test(trimmed) || !Number.isFinite(value)) return 'not_a_number';
  if (value <= 0) return 'not_positive';
  return value > most ? 'too_large' : value;
}

function readShare(text: string): number | FormProblem | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return 'not_a_number';
  return value < 0 || value > 1 ? 'not_a_share' : value;
}

/** Whether there is anything left that the person set. */
export function isEmptyEdit(request: ModelEditRequest): boolean {
  return (
    Object.keys(request.rates).length === 0 &&
    Object.keys(request.tasks).length === 0 &&
    request.name === null &&
    request.tools === null &&
    request.realtime === null &&
    request.context === null &&
    request.note === null
  );
}
