import type { IrMessage, IrPart } from '../../electron/backend/translate/ir';

/** The start of a PNG, as base64. */
export const PNG = 'iVBORw0KGgo=';

/** A tool with one argument that must be there. */
export const WEATHER = {
  name: 'weather',
  description: 'Looks',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: null,
};

export const text = (value: string): IrPart => ({ type: 'text', text: value });
export const user = (...parts: IrPart[]): IrMessage => ({ role: 'user', parts });
export const model = (...parts: IrPart[]): IrMessage => ({ role: 'assistant', parts });
export const call = (id: string, args = '{}', name = 'weather'): IrPart => ({
  type: 'tool_call',
  id,
  name,
  arguments: args,
});
export const result = (id: string, content: readonly IrPart[], isError = false): IrPart => ({
  type: 'tool_result',
  id,
  name: 'weather',
  content,
  isError,
});
export const image = (mime = 'image/png'): IrPart => ({
  type: 'image',
  media: { kind: 'data', mime, base64: PNG },
  detail: 'high',
});
