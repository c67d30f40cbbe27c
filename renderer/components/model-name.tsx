import { useTranslation } from 'react-i18next';
import { Badge } from './badge';
import { cx } from './cx';

/** The parts of `provider/model`; the model's own id may contain slashes. */
export function splitModelId(id: string): { readonly provider: string; readonly model: string } {
  const slash = id.indexOf('/');
  if (slash < 0) return { provider: '', model: id };
  return { provider: id.slice(0, slash), model: id.slice(slash + 1) };
}

/** A small square with the provider's initial. */
export function ProviderMark({ provider }: { readonly provider: string }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-line bg-sunken text-[10px] leading-none font-semibold text-ink-2 uppercase"
    >
      {provider.slice(0, 1) || '•'}
    </span>
  );
}

export interface ModelNameProps {
  /** `provider/model`. */
  readonly id: string;
  /** Display name; the model's own id when absent. */
  readonly name?: string;
  /** Simulated; taken from the provider when absent. */
  readonly practice?: boolean;
  readonly local?: boolean;
  /** Badges go to a second line when there is no room; else they are cut before the name is. */
  readonly wrap?: boolean;
  readonly className?: string;
}

export function ModelName({ id, name, practice, local, wrap, className }: ModelNameProps) {
  const { t } = useTranslation();
  const { provider, model } = splitModelId(id);
  const isPractice = practice ?? provider === 'practice';
  return (
    <span
      className={cx(
        'inline-flex max-w-full min-w-0 items-center gap-x-1.5 gap-y-0.5',
        wrap === true ? 'flex-wrap' : 'overflow-hidden',
        className,
      )}
      title={id}
    >
      <ProviderMark provider={provider} />
      <span className="max-w-[calc(100%-22px)] shrink-0 truncate">{name ?? model}</span>
      {isPractice && (
        <Badge tone="warn" cut>
          {t('common.practice')}
        </Badge>
      )}
      {local === true && !isPractice && <Badge>{t('common.local')}</Badge>}
    </span>
  );
}
