import { t } from 'i18next';
import { errors } from '../texts/errors';

export type ErrorTextCode = keyof typeof errors;

function isKnown(code: string): code is ErrorTextCode {
  return Object.hasOwn(errors, code);
}

/** What happened, and what is safe and to do next, for any error code. */
export function errorText(code: string): { readonly title: string; readonly body: string } {
  const known = isKnown(code) ? code : 'unknown';
  return { title: t(`errors.${known}.title`), body: t(`errors.${known}.body`) };
}
