import { lazy, memo, Suspense } from 'react';

const load = () => import('./markdown');
const Markdown = lazy(async () => ({ default: (await load()).Markdown }));

/**
 * Markdown, mathematics and code colouring are more than half of the program, and a window without an
 * answer needs none of it: it is loaded when the first paint is done, or with the first answer.
 */
export function prefetchMarkdown(): void {
  requestIdleCallback(() => void load());
}

interface AnswerTextProps {
  readonly text: string;
  readonly streaming: boolean;
}

/**
 * A model's answer; until Markdown can be shown, as the plain text that it is. Markdown is dear, so it
 * is made again only when the text is another.
 */
export const AnswerText = memo(function AnswerText(props: AnswerTextProps) {
  return (
    <Suspense
      fallback={<div className="min-w-0 break-words whitespace-pre-wrap">{props.text}</div>}
    >
      <Markdown {...props} />
    </Suspense>
  );
});
