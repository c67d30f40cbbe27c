import { Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Popover } from '../../components/popover';
import { isColumnId } from './columns';

export interface ColumnMenuProps {
  readonly columns: readonly {
    readonly id: string;
    readonly visible: boolean;
    readonly toggle: (on: boolean) => void;
  }[];
}

export function ColumnMenu({ columns }: ColumnMenuProps) {
  const { t } = useTranslation();
  const shown = columns.filter(({ visible }) => visible).length;
  return (
    <Popover
      title={t('history.columns.menu')}
      align="end"
      trigger={
        <Button size="sm" icon={<Columns3 size={13} aria-hidden />}>
          {t('history.columns.menu')}
        </Button>
      }
    >
      <ul className="flex flex-col gap-1">
        {columns.map(({ id, visible, toggle }) => (
          <li key={id}>
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={visible}
                disabled={visible && shown === 1}
                onChange={(event) => toggle(event.currentTarget.checked)}
                className="size-4 accent-accent"
              />
              {isColumnId(id) ? t(`history.columns.${id}`) : id}
            </label>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
