import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import type { Landscape } from './landscape';
import { ScatterChart } from './scatter-chart';
import { ScatterTable } from './scatter-table';

export interface ScatterCardProps {
  readonly landscape: Landscape;
  readonly winner: string | null;
  /** What the cost is counted by, e.g. `request`. */
  readonly unit: string;
}

export const ScatterCard = memo(function ScatterCard(props: ScatterCardProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  if (props.landscape.eligible.length === 0) return null;
  return (
    <Card
      title={t('preferences.scatter.title')}
      description={t('preferences.scatter.description')}
      actions={
        <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'preferences.scatter.asChart' : 'preferences.scatter.asTable')}
        </Button>
      }
    >
      {asTable ? <ScatterTable {...props} /> : <ScatterChart {...props} />}
    </Card>
  );
});
