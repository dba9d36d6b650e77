import { Button } from '@bigcommerce/big-design';
import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { usePanel } from '../panel-context.ts';
import { Failure } from '../ui/failure.tsx';
import { Row, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { collectRecords, exportLimit } from './collect-records.ts';
import type { RecordFilter } from './record-filter.ts';
import { recordsToCsv } from './records-to-csv.ts';

/** Downloads the records of a filter as a spreadsheet, and tells how far it is. */
export function ExportButton({ text, filter }: { text: string; filter: RecordFilter }) {
  const { t, call, announce } = usePanel();
  const [collected, setCollected] = useState(0);
  const collect = useMutation({
    mutationFn: () => collectRecords(call, filter, setCollected),
    onSuccess: ({ records }) => {
      // The mark at the start tells spreadsheets that this is UTF-8.
      downloadText(`\uFEFF${recordsToCsv(records, t)}`, 'aiq-records.csv');
      announce(t('activity.exported', { count: records.length }));
    },
  });
  const run = () => {
    setCollected(0);
    collect.mutate();
  };
  return (
    <Stack $gap="small">
      <Row>
        <Button variant="secondary" mobileWidth="auto" isLoading={collect.isPending} onClick={run}>
          {text}
        </Button>
        {collect.isPending ? <span>{t('activity.exporting', { count: collected })}</span> : null}
        {collect.isSuccess ? (
          <span>{t('activity.exported', { count: collect.data.records.length })}</span>
        ) : null}
      </Row>
      {collect.isSuccess && !collect.data.complete ? (
        <Notice tone="warning">{t('activity.exportLimit', { limit: exportLimit })}</Notice>
      ) : null}
      {collect.isError ? <Failure error={collect.error} onRetry={run} /> : null}
    </Stack>
  );
}

function downloadText(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
