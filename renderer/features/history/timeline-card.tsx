import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { brushOf, datesOf, layOutTimeline } from './timeline-geometry';
import { showDay } from '../../components/day-text';
import { historyStore, useHistory } from './store';
import { TimelineChart } from './timeline-chart';
import { TimelineTable } from './timeline-table';

/** Requests over time by model, with what changed in between, and a brush that filters by date. */
export function TimelineCard() {
  const { t } = useTranslation();
  const summary = useHistory((state) => state.timeline);
  const fromDay = useHistory((state) => state.fields.fromDay);
  const toDay = useHistory((state) => state.fields.toDay);
  const [asTable, setAsTable] = useState(false);
  const timeline = useMemo(() => (summary === null ? null : layOutTimeline(summary)), [summary]);
  if (timeline === null) return null;
  const brushed = fromDay !== '' || toDay !== '';
  const weekly = (timeline.bars[0]?.days ?? 1) > 1;
  const { setFields } = historyStore.getState();
  return (
    <Card
      className="shrink-0"
      title={t(weekly ? 'history.timeline.weekly' : 'history.timeline.title')}
      description={
        brushed
          ? t('history.timeline.range', {
              from: showDay(fromDay === '' ? timeline.firstDay : fromDay),
              to: showDay(toDay === '' ? timeline.lastDay : toDay),
            })
          : t('history.timeline.utc')
      }
      actions={
        <>
          {brushed && (
            <Button size="sm" onClick={() => setFields({ fromDay: '', toDay: '' })}>
              {t('history.timeline.clear')}
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'history.timeline.asChart' : 'history.timeline.asTable')}
          </Button>
        </>
      }
    >
      {asTable ? (
        <TimelineTable timeline={timeline} />
      ) : (
        <TimelineChart
          timeline={timeline}
          brush={brushOf(timeline, fromDay, toDay)}
          onBrush={(brush) => setFields(datesOf(timeline, brush))}
        />
      )}
    </Card>
  );
}
