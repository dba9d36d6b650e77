import { Button } from '@bigcommerce/big-design';
import { useMutation } from '@tanstack/react-query';
import { usePanel } from '../panel-context.ts';
import { Failure } from '../ui/failure.tsx';
import { Row, Stack } from '../ui/layout.ts';
import type { RecordFilter } from './record-filter.ts';

/** Downloads the records of a filter, all of them, as a spreadsheet that the server writes. */
export function ExportButton({ text, filter }: { text: string; filter: RecordFilter }) {
  const { t, open, announce } = usePanel();
  const collect = useMutation({
    networkMode: 'always',
    mutationFn: async () => (await open('exportRecords', { query: filter })).blob(),
    onSuccess: (file) => {
      download(file, 'aiq-records.csv');
      announce(t('activity.exported'));
    },
  });
  const run = () => {
    collect.mutate();
  };
  return (
    <Stack $gap="small">
      <Row>
        <Button variant="secondary" mobileWidth="auto" isLoading={collect.isPending} onClick={run}>
          {text}
        </Button>
        {collect.isPending ? <span>{t('activity.exporting')}</span> : null}
        {collect.isSuccess ? <span>{t('activity.exported')}</span> : null}
      </Row>
      {collect.isError ? <Failure error={collect.error} onRetry={run} /> : null}
    </Stack>
  );
}

/** A link to the address of the file itself could not carry the session's token. */
function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
