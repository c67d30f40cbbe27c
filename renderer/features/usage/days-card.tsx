import type { UsageRow } from '@shared/api/outcomes';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { useWidth } from '../../components/use-width';
import { CallsChart, CostChart, TimeChart } from './day-charts';
import { DayTable } from './day-table';
import { layOutDays } from './geometry';
import { daysOf, type Range } from './range';

export interface DaysCardProps {
  readonly rows: readonly UsageRow[];
  readonly range: Range;
}

/** Cost, calls and time by day, one above the other on the same days. */
export function DaysCard({ rows, range }: DaysCardProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const days = useMemo(() => layOutDays(daysOf(range), rows), [rows, range]);
  const { ref, width } = useWidth<HTMLDivElement>(760);
  return (
    <Card
      title={t('usage.days.title')}
      description={t('usage.days.utc')}
      actions={
        <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'usage.days.asChart' : 'usage.days.asTable')}
        </Button>
      }
    >
      <div ref={ref} className="min-w-0">
        {asTable ? (
          <DayTable days={days} />
        ) : (
          <div className="flex flex-col gap-3">
            <CostChart days={days} width={width} />
            <CallsChart days={days} width={width} />
            <TimeChart days={days} width={width} />
          </div>
        )}
      </div>
    </Card>
  );
}
