import type { Candidate, Constraints, DropReason } from '@shared/routing/candidate';
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { ModelName } from '../../components/model-name';
import { Switch } from '../../components/switch';
import { TextField } from '../../components/text-field';
import type { Landscape } from './landscape';

export interface ModelListProps {
  readonly landscape: Landscape;
  readonly constraints: Constraints;
  readonly onChange: (part: Partial<Constraints>) => void;
}

/** Every known model of the task with what keeps it out, to allow and exclude one by one. */
export function ModelList({ landscape, constraints, onChange }: ModelListProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const rows = useMemo(() => listRows(landscape, query), [landscape, query]);
  const { allowed, excluded } = constraints;
  const total = landscape.catalog.candidates.length;
  const head = 'sticky top-0 z-1 bg-surface py-1 pr-3 text-left font-medium text-ink-2';
  return (
    <section className="mt-5 border-t border-line pt-4">
      <div className="mb-3 grid items-end gap-x-6 gap-y-3 @3xl:grid-cols-2">
        <TextField
          label={`${t('preferences.models.list')} · ${t('preferences.models.count', { eligible: landscape.eligible.length, total })}`}
          value={query}
          onChange={setQuery}
          placeholder={t('preferences.models.search')}
          icon={<Search size={14} aria-hidden />}
        />
        <Switch
          label={t('preferences.models.onlyAllowed')}
          description={t('preferences.models.onlyAllowedHint')}
          checked={allowed !== null}
          onChange={(only) =>
            onChange({ allowed: only ? landscape.eligible.map(({ id }) => id) : null })
          }
        />
      </div>
      <div
        className="max-h-80 overflow-auto rounded-lg border border-line px-3"
        role="region"
        tabIndex={0}
        aria-label={t('preferences.models.list')}
      >
        <table className="w-full text-sm">
          <thead>
            <tr>
              <th className={head}>{t('preferences.models.modelColumn')}</th>
              <th className={head}>{t('preferences.models.stateColumn')}</th>
              {allowed !== null && (
                <th className={head}>{t('preferences.models.allowedColumn')}</th>
              )}
              <th className={head}>{t('preferences.models.excludedColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ candidate, drop }) => (
              <tr key={candidate.id} className="border-t border-line">
                <th scope="row" className="max-w-80 py-1 pr-3 text-left font-normal">
                  <ModelName
                    id={candidate.id}
                    name={candidate.name}
                    practice={candidate.practice}
                    local={candidate.local}
                  />
                </th>
                <td className="py-1 pr-3 text-ink-2">
                  {drop === null ? (
                    <Badge tone="good">{t('preferences.models.eligible')}</Badge>
                  ) : (
                    t(`common.drops.${drop}`)
                  )}
                </td>
                {allowed !== null && (
                  <td>
                    <Check
                      label={t('preferences.models.allowed', { model: candidate.name })}
                      checked={allowed.includes(candidate.id)}
                      onChange={(on) => onChange({ allowed: toggled(allowed, candidate.id, on) })}
                    />
                  </td>
                )}
                <td>
                  <Check
                    label={t('preferences.models.excluded', { model: candidate.name })}
                    checked={excluded.includes(candidate.id)}
                    onChange={(on) => onChange({ excluded: toggled(excluded, candidate.id, on) })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="py-3 text-ink-3">{t('preferences.models.none')}</p>}
      </div>
    </section>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
      className="m-1 size-4 accent-accent"
    />
  );
}

interface ListRow {
  readonly candidate: Candidate;
  readonly drop: DropReason | null;
}

/** Eligible first, then what the user shut out, then what cannot be used anyway; each by name. */
function listRows({ catalog, dropped }: Landscape, query: string): ListRow[] {
  const drops = new Map(dropped.map(({ candidate, reason }) => [candidate.id, reason]));
  const words = query.trim().toLowerCase();
  return catalog.candidates
    .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(words))
    .map((candidate) => ({ candidate, drop: drops.get(candidate.id) ?? null }))
    .sort(
      (a, b) => order(a.drop) - order(b.drop) || a.candidate.name.localeCompare(b.candidate.name),
    );
}

function order(drop: DropReason | null): number {
  if (drop === null) return 0;
  return UNREACHABLE.has(drop) ? 2 : 1;
}

const UNREACHABLE: ReadonlySet<DropReason> = new Set<DropReason>([
  'not_connected',
  'not_installed',
  'not_listed',
  'practice_only',
]);

function toggled(list: readonly string[], id: string, on: boolean): string[] {
  const rest = list.filter((one) => one !== id);
  return on ? [...rest, id] : rest;
}
