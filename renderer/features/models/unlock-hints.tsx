import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Button } from '../../components/button';
import { type UnlockHint, unlockHints } from './rows';
import { selectRows, useModelsStore } from './store';

const SHOWN = 3;

/** What it takes to get at the models that cannot be called, grouped; nothing when all can. */
export function UnlockHints() {
  const { t } = useTranslation();
  const hints = unlockHints(useModelsStore(selectRows));
  const [all, setAll] = useState(false);
  if (hints.length === 0) return null;
  const shown = all ? hints : hints.slice(0, SHOWN);
  return (
    <section
      aria-label={t('models.unlock.title')}
      className="flex shrink-0 items-start gap-2 text-sm text-ink-2"
    >
      <Lock size={14} aria-hidden className="mt-1 shrink-0 text-ink-3" />
      <ul className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
        {shown.map((hint) => (
          <li key={`${hint.kind} ${hint.provider}`}>
            <HintText hint={hint} />
          </li>
        ))}
        {hints.length > shown.length && (
          <li>
            <Button size="sm" variant="ghost" aria-expanded={all} onClick={() => setAll(true)}>
              {t('models.unlock.more', { count: hints.length - shown.length })}
            </Button>
          </li>
        )}
      </ul>
      <Button size="sm" onClick={() => showView('providers')}>
        {t('models.unlock.open')}
      </Button>
    </section>
  );
}

function HintText({ hint: { kind, provider, count } }: { readonly hint: UnlockHint }) {
  const { t } = useTranslation();
  return t(`models.unlock.${kind}`, { count, provider: providerName(provider) });
}

const NAMES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  ollama: 'Ollama',
  lmstudio: 'LM Studio',
  openrouter: 'OpenRouter',
  xai: 'xAI',
  deepseek: 'DeepSeek',
};

/** The name of a well-known provider, else its id with a capital. */
export function providerName(id: string): string {
  const known = Object.hasOwn(NAMES, id) ? NAMES[id] : undefined;
  return known ?? id.charAt(0).toUpperCase() + id.slice(1);
}
