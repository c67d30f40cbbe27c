import { lazy, Suspense } from 'react';

const load = () => import('./markdown');
const Markdown = lazy(async () => ({ default: (await load()).Markdown }));

/**
 * Markdown, mathematics and code colouring are more than half of the program, and a window without an
 * answer needs none of it: it is loaded when the first paint is done, or with the first answer.
 */
export function prefetchMarkdown(): void {
  requestIdleCallback(() => void load());
}

/** A model's answer; until Markdown can be shown, as the plain text that it is. */
export function AnswerText(props: { readonly text: string; readonly streaming: boolean }) {
  return (
    <Suspense
      fallback={<div className="min-w-0 break-words whitespace-pre-wrap">{props.text}</div>}
    >
      <Markdown {...props} />
    </Suspense>
  );
}
