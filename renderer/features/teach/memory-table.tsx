import type { MemoryExample } from '@shared/api/memory';
import { GitCompareArrows, Pencil, Route, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { formatDate } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { ScoreChips } from '../../components/score-chips';
import { showExample } from '../routes/actions';
import { useModelNames } from '../why';
import { removeExample } from './memory-store';

const HEAD = 'px-3 py-1.5 text-left text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'px-3 py-2 align-top';
/** What a button is called after: enough to tell examples apart. */
const NAME_LENGTH = 60;

export interface MemoryTableProps {
  readonly examples: readonly MemoryExample[];
  readonly onEdit: (example: MemoryExample) => void;
  readonly onWithout: (example: MemoryExample) => void;
}

export function MemoryTable({ examples, onEdit, onWithout }: MemoryTableProps) {
  const { t } = useTranslation();
  return (
    <div
      className="overflow-x-auto rounded-xl border border-line bg-surface"
      role="region"
      tabIndex={0}
      aria-label={t('teach.tabs.memory')}
    >
      <table className="w-full border-collapse">
        <thead className="bg-sunken">
          <tr>
            <th className={HEAD}>{t('teach.memory.prompt')}</th>
            <th className={HEAD}>{t('teach.memory.scores')}</th>
            <th className={HEAD}>{t('teach.memory.source')}</th>
            <th className={HEAD}>{t('teach.memory.added')}</th>
            <th className={HEAD}>
              <span className="sr-only">{t('common.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {examples.map((example) => (
            <Row key={example.id} example={example} onEdit={onEdit} onWithout={onWithout} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  example,
  onEdit,
  onWithout,
}: Omit<MemoryTableProps, 'examples'> & { readonly example: MemoryExample }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { id, prompt, scores, label_source: source, created_at: at } = example;
  const short = prompt.length > NAME_LENGTH ? `${prompt.slice(0, NAME_LENGTH)}…` : prompt;
  return (
    <tr className="border-t border-line">
      <th scope="row" className={`${CELL} min-w-48 text-left font-normal`}>
        <p className="line-clamp-3 break-words whitespace-pre-wrap">{prompt}</p>
      </th>
      <td className={`${CELL} min-w-40`}>
        <ScoreChips scores={scores} nameOf={nameOf} />
      </td>
      <td className={CELL}>
        <Badge tone={source === 'human' ? 'accent' : 'neutral'}>
          {t(`teach.memory.sources.${source}`)}
        </Badge>
        {example.embedding_model === null && (
          <p className="mt-1 text-xs text-warn">{t('teach.memory.waiting')}</p>
        )}
      </td>
      <td className={`${CELL} text-sm whitespace-nowrap text-ink-3`}>
        {formatDate(Date.parse(at))}
      </td>
      <td className={CELL}>
        <div className="flex justify-end">
          <IconButton
            size="sm"
            label={t('teach.memory.walk', { prompt: short })}
            icon={<Route size={14} />}
            onClick={() => showExample(id)}
          />
          <IconButton
            size="sm"
            label={t('teach.memory.without', { prompt: short })}
            icon={<GitCompareArrows size={14} />}
            onClick={() => onWithout(example)}
          />
          <IconButton
            size="sm"
            label={t('teach.memory.edit', { prompt: short })}
            icon={<Pencil size={14} />}
            onClick={() => onEdit(example)}
          />
          <IconButton
            size="sm"
            label={t('teach.memory.remove', { prompt: short })}
            icon={<Trash2 size={14} />}
            onClick={() => void removeExample(id)}
          />
        </div>
      </td>
    </tr>
  );
}
