import { Button, Panel as Card } from '@bigcommerce/big-design';
import { useState } from 'react';
import type { Status } from '../../shared/views/status.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction, useRouteQuery } from '../queries.ts';
import { Choice } from '../ui/choice.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';

/** Pausing sync, and what happens with the changes of the pause afterwards. */
export function FreezeCard({ status }: { status: Status }) {
  const { t, format, announce } = usePanel();
  const keepStatus = useKeepStatus();
  const [asking, setAsking] = useState(false);
  const freeze = useRouteAction('freeze', (fresh) => {
    keepStatus(fresh);
    setAsking(false);
    announce(t('freeze.paused'));
  });
  const since = status.freeze?.since ?? null;
  const close = () => {
    setAsking(false);
    freeze.reset();
  };
  return (
    <Card header={t('freeze.title')} description={t('freeze.about')} marginBottom="none">
      <Stack>
        {since === null ? (
          <span>{t('freeze.off')}</span>
        ) : (
          <Notice tone="warning">{t('freeze.on', { time: format.dateTime(since) })}</Notice>
        )}
        <div>
          <Button
            variant="secondary"
            mobileWidth="auto"
            disabled={status.setup.startedAt === null}
            onClick={() => {
              setAsking(true);
            }}
          >
            {t(since === null ? 'freeze.pause' : 'freeze.resume')}
          </Button>
        </div>
      </Stack>
      {asking && since === null ? (
        <ConfirmDialog
          title={t('freeze.confirm.title')}
          confirmText={t('freeze.pause')}
          busy={freeze.isPending}
          onConfirm={() => {
            freeze.mutate({});
          }}
          onCancel={close}
        >
          {freeze.isError ? <Failure error={freeze.error} /> : null}
          <span>{t('freeze.confirm.text')}</span>
        </ConfirmDialog>
      ) : null}
      {asking && since !== null ? <ResumeDialog onClose={close} /> : null}
    </Card>
  );
}

function ResumeDialog({ onClose }: { onClose: () => void }) {
  const { t, announce } = usePanel();
  const keepStatus = useKeepStatus();
  const [changes, setChanges] = useState<'send' | 'discard'>('send');
  const kept = useRouteQuery('getPrivacy', {}, { pollEvery: 3_000 });
  const thaw = useRouteAction('thaw', (fresh) => {
    keepStatus(fresh);
    onClose();
    announce(t('freeze.resumed'));
  });
  return (
    <ConfirmDialog
      title={t('freeze.resume.title')}
      confirmText={t('freeze.resume')}
      busy={thaw.isPending}
      onConfirm={() => {
        thaw.mutate({ body: { changes } });
      }}
      onCancel={onClose}
    >
      {thaw.isError ? <Failure error={thaw.error} /> : null}
      <Choice
        legend={t('freeze.resume.legend')}
        value={changes}
        onChange={setChanges}
        options={[
          {
            value: 'send',
            // A number from before the dialog would be taken for the present one.
            label: kept.isFetchedAfterMount
              ? t('freeze.resume.send', { count: kept.data?.pausedChanges ?? 0 })
              : t('freeze.resume.sendAll'),
            description: t('freeze.resume.send.about'),
          },
          {
            value: 'discard',
            label: t('freeze.resume.discard'),
            description: t('freeze.resume.discard.about'),
          },
        ]}
      />
    </ConfirmDialog>
  );
}
