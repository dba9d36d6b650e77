import { Button, Panel as Card } from '@bigcommerce/big-design';
import { useState } from 'react';
import type { Status } from '../../shared/views/status.ts';
import { usePanel } from '../panel-context.ts';
import { useKeepStatus, useRouteAction } from '../queries.ts';
import { useNavigate } from '../ui/app-link.tsx';
import { TypedConfirmDialog } from '../ui/typed-confirm-dialog.tsx';
import { Failure } from '../ui/failure.tsx';
import { Stack } from '../ui/layout.ts';

/** Cuts the link to AIQ and keeps everything else. */
export function DisconnectCard({ aiq }: { aiq: Status['aiq'] }) {
  const { t, announce } = usePanel();
  const keepStatus = useKeepStatus();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const unlink = useRouteAction('unlinkAiq', (status) => {
    keepStatus(status);
    setAsking(false);
    announce(t('disconnect.done'));
  });
  return (
    <Card header={t('disconnect.title')} description={t('disconnect.about')} marginBottom="none">
      <Stack>
        <span>
          {aiq === null
            ? t('disconnect.notLinked')
            : t('disconnect.linked', { name: aiq.connectionName, uid: aiq.uid })}
        </span>
        {aiq === null ? (
          <div>
            <Button
              variant="secondary"
              mobileWidth="auto"
              onClick={() => {
                navigate('/set-up');
              }}
            >
              {t('record.remedy.setUp')}
            </Button>
          </div>
        ) : (
          <div>
            <Button
              variant="secondary"
              actionType="destructive"
              mobileWidth="auto"
              onClick={() => {
                setAsking(true);
              }}
            >
              {t('disconnect.button')}
            </Button>
          </div>
        )}
      </Stack>
      {asking ? (
        <TypedConfirmDialog
          title={t('disconnect.confirm.title')}
          confirmText={t('disconnect.button')}
          typed={t('disconnect.confirm.word')}
          destructive
          busy={unlink.isPending}
          onConfirm={() => {
            unlink.mutate({});
          }}
          onCancel={() => {
            setAsking(false);
            unlink.reset();
          }}
        >
          {unlink.isError ? <Failure error={unlink.error} /> : null}
          <span>{t('disconnect.confirm.text')}</span>
        </TypedConfirmDialog>
      ) : null}
    </Card>
  );
}
