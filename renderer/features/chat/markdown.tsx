import { createCodePlugin } from '@streamdown/code';
import { createMathPlugin } from '@streamdown/math';
import { ImageOff } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { type Components, defaultRehypePlugins, Streamdown } from 'streamdown';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';

const math = createMathPlugin();
/** Named once: the plugin is `[rehype-katex, options]`, and its options cannot be given to it. */
const [rehypeKatex, katexOptions] = math.rehypePlugin as [never, object];
const PLUGINS = {
  // The plain GitHub themes go down to 3.5:1 against their background.
  code: createCodePlugin({
    themes: ['github-light-high-contrast', 'github-dark-high-contrast'],
  }),
  // KaTeX's HTML needs inline styles, which the CSP forbids; Chromium draws MathML itself.
  math: {
    ...math,
    rehypePlugin: [rehypeKatex, { ...katexOptions, output: 'mathml' }] as typeof math.rehypePlugin,
  },
};
/** Without `raw`: HTML a model writes stays text and never becomes an element. */
const REHYPE = [defaultRehypePlugins.sanitize, defaultRehypePlugins.harden].filter(
  (plugin) => plugin !== undefined,
);
const CONTROLS = {
  table: { copy: false, download: false, fullscreen: false },
  code: { copy: true, download: false },
  image: false,
  mermaid: false,
} as const;
const SCHEMES: readonly string[] = ['https:', 'mailto:'];

function isSafe(href: string): boolean {
  return URL.canParse(href) && SCHEMES.includes(new URL(href).protocol);
}

/** Opens in the browser after the scheme was checked; main checks again. */
function SafeLink({ href, children }: ComponentProps<'a'>) {
  const { t } = useTranslation();
  const open = async (): Promise<void> => {
    if (href === undefined || !isSafe(href)) {
      toast({ title: t('chat.linkBlocked'), body: t('chat.linkBlockedBody'), tone: 'error' });
      return;
    }
    const result = await api().app.openExternal({ url: href });
    if (!result.ok) toastError(result.error);
  };
  return (
    <a
      href={href}
      title={href}
      rel="noreferrer noopener"
      className="text-accent-ink underline"
      onClick={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      {children}
    </a>
  );
}

/** An image would tell its server that the answer was read, so none is loaded. */
function BlockedImage({ alt }: ComponentProps<'img'>) {
  const { t } = useTranslation();
  const text = alt === undefined || alt === '' ? t('chat.imageNoAlt') : alt;
  return (
    <span className="inline-flex items-center gap-1 rounded-sm border border-line px-1 text-sm text-ink-3">
      <ImageOff size={12} aria-hidden />
      {t('chat.imageBlocked', { alt: text })}
    </span>
  );
}

/** The type's index signature asks for unknown props, which no typed component takes. */
const COMPONENTS = { a: SafeLink, img: BlockedImage } as Components;

/** A model's Markdown. It is hostile input: no HTML, no remote loads, links only after a check. */
export function Markdown({
  text,
  streaming,
}: {
  readonly text: string;
  readonly streaming: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Streamdown
      className="markdown min-w-0"
      mode={streaming ? 'streaming' : 'static'}
      plugins={PLUGINS}
      rehypePlugins={REHYPE}
      components={COMPONENTS}
      controls={CONTROLS}
      linkSafety={{ enabled: false }}
      lineNumbers={false}
      skipHtml
      translations={{ copyCode: t('chat.copyCode'), copied: t('common.copied') }}
    >
      {text}
    </Streamdown>
  );
}
