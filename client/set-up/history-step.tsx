import { useState } from 'react';
import type { Status } from '../../shared/views/status.ts';
import type { History } from '../../shared/settings.ts';
import { dayInZone } from '../format.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction, useRouteQuery } from '../queries.ts';
import { Choice } from '../ui/choice.tsx';
import { Failure } from '../ui/failure.tsx';
import { focusFirstError } from '../ui/focus-first-error.ts';
import { Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useNow, useSettled } from '../ui/timing.ts';
import { draftToHistory, historyToDraft } from './history-draft.ts';
import { StepButtons } from './step-buttons.tsx';

interface HistoryStepProps {
  status: Status;
  onDone: () => void;
  onCancel?: (() => void) | undefined;
}

/** How much of the past AIQ gets, with the numbers beside it. */
export default function HistoryStep({ status, onDone, onCancel }: HistoryStepProps) {
  const { t } = usePanel();
  const keepStatus = useKeepStatus();
  const { timezone } = status.store;
  const today = dayInZone(useNow(60_000), timezone);
  const [draft, setDraft] = useState(() =>
    historyToDraft(status.setup.history, dayInZone(Date.now(), timezone, -12)),
  );
  const save = useRouteAction('saveHistory', (saved) => {
    keepStatus(saved);
    onDone();
  });
  const history = draftToHistory(draft, today);
  const submit = () => {
    if (history === null) focusFirstError();
    else save.mutate({ body: history });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <span>{t('history.about')}</span>
        {status.setup.startedAt ? <Notice tone="info">{t('history.started')}</Notice> : null}
        {save.isError ? <Failure error={save.error} keepsInput onRetry={submit} /> : null}
        <Choice
          legend={t('history.legend')}
          value={draft.from}
          onChange={(from) => {
            setDraft({ ...draft, from });
          }}
          options={[
            {
              value: 'date',
              label: t('history.date'),
              below: (
                <TextField
                  label={t('history.dateLabel')}
                  type="date"
                  required
                  max={today}
                  value={draft.date}
                  error={history === null ? t('history.dateError') : undefined}
                  onChange={(date) => {
                    setDraft({ ...draft, date });
                  }}
                />
              ),
            },
            { value: 'everything', label: t('history.everything') },
            { value: 'nothing', label: t('history.nothing') },
          ]}
        />
        {history === null || history.from === 'nothing' ? null : <HistoryPreview history={history} />}
        <StepButtons
          type="submit"
          text={t('history.submit')}
          isLoading={save.isPending}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}

function HistoryPreview({ history }: { history: History }) {
  const { t, format } = usePanel();
  const chosen = JSON.stringify(history);
  const settled = useSettled(chosen);
  const wanted = JSON.parse(settled) as History; // written two lines above
  const preview = useRouteQuery('previewHistory', { body: wanted });
  if (preview.isError) {
    return (
      <Failure
        error={preview.error}
        onRetry={() => {
          void preview.refetch();
        }}
      />
    );
  }
  // Figures of the choice before would be taken for this one's.
  const counted = settled === chosen ? preview.data : undefined;
  return (
    <Notice tone="info" role="status" title={t('history.preview')}>
      <div style={{ minHeight: '3rem' }}>
        {counted === undefined ? (
          t('history.counting')
        ) : (
          <>
            {t('history.orders', { count: counted.orders })}
            {' · '}
            {t('history.customers', { count: counted.customers })}
            <br />
            {counted.seconds < 60
              ? t('history.timeShort')
              : t('history.time', { duration: format.duration(counted.seconds) })}
          </>
        )}
      </div>
    </Notice>
  );
}
