import { Button } from '@bigcommerce/big-design';
import { useState } from 'react';
import {
  reasonsByState,
  recordKinds,
  recordReasons,
  recordStates,
  recordWarnings,
  type RecordReason,
  type RecordWarning,
} from '../../shared/sync.ts';
import { usePanel } from '../panel-context.ts';
import { Columns, Row, Stack } from '../ui/layout.ts';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { isEmptyFilter, type RecordFilter } from './record-filter.ts';

interface FilterFormProps {
  filter: RecordFilter;
  onChange: (filter: RecordFilter) => void;
}

/** Narrows the list. Choices act at once, text on Enter or the button. */
export function FilterForm({ filter, onChange }: FilterFormProps) {
  const { t } = usePanel();
  const [search, setSearch] = useState(filter.search ?? '');
  const reasons = filter.state ? reasonsByState[filter.state] : recordReasons;
  const set = <K extends keyof RecordFilter>(key: K, value: RecordFilter[K] | '') => {
    const { [key]: _old, ...rest } = filter;
    const next: RecordFilter = value === '' || value === undefined ? rest : { ...rest, [key]: value };
    if (key === 'state') delete next.reason;
    onChange(next);
  };
  const setWhy = (why: RecordReason | RecordWarning | '') => {
    const { reason: _reason, warning: _warning, ...rest } = filter;
    if (why === '') onChange(rest);
    else onChange(isWarning(why) ? { ...rest, warning: why } : { ...rest, reason: why });
  };
  return (
    <form
      role="search"
      aria-label={t('activity.filters')}
      onSubmit={(event) => {
        event.preventDefault();
        set('search', search.trim());
      }}
    >
      <Stack>
        <Columns $least="18rem" $align="end">
          <TextField
            label={t('activity.filter.search')}
            type="search"
            fills
            value={search}
            maxLength={200}
            onChange={setSearch}
          />
          <OneOf
            label={t('activity.filter.kind')}
            value={filter.kind}
            options={recordKinds.map((kind) => ({ value: kind, content: t(`kind.${kind}`) }))}
            onChange={(kind) => {
              set('kind', kind);
            }}
          />
          <OneOf
            label={t('activity.filter.state')}
            value={filter.state}
            options={recordStates.map((state) => ({ value: state, content: t(`state.${state}`) }))}
            onChange={(state) => {
              set('state', state);
            }}
          />
          <OneOf<RecordReason | RecordWarning>
            label={t('activity.filter.reason')}
            value={filter.reason ?? filter.warning}
            options={[
              ...reasons.map((reason) => ({ value: reason, content: t(`reason.${reason}`) })),
              ...recordWarnings.map((warning) => ({ value: warning, content: t(`note.${warning}`) })),
            ]}
            onChange={setWhy}
          />
          <TextField
            label={t('activity.filter.from')}
            type="date"
            fills
            value={filter.from ?? ''}
            onChange={(from) => {
              set('from', from);
            }}
          />
          <TextField
            label={t('activity.filter.to')}
            type="date"
            fills
            value={filter.to ?? ''}
            onChange={(to) => {
              set('to', to);
            }}
          />
        </Columns>
        <Row>
          <Button type="submit" variant="secondary" mobileWidth="auto">
            {t('activity.filter.apply')}
          </Button>
          {isEmptyFilter(filter) ? null : (
            <Button
              type="button"
              variant="subtle"
              mobileWidth="auto"
              onClick={() => {
                setSearch('');
                onChange({});
              }}
            >
              {t('activity.filter.clear')}
            </Button>
          )}
        </Row>
      </Stack>
    </form>
  );
}

function isWarning(why: RecordReason | RecordWarning): why is RecordWarning {
  return recordWarnings.some((one) => one === why);
}

interface OneOfProps<Value extends string> {
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; content: string }[];
  onChange: (value: Value | '') => void;
}

function OneOf<Value extends string>({ label, value, options, onChange }: OneOfProps<Value>) {
  const { t } = usePanel();
  return (
    <Select<Value | ''>
      label={label}
      value={value ?? ''}
      filterable={false}
      options={[{ value: '', content: t('activity.filter.all') }, ...options]}
      onOptionChange={(chosen) => {
        onChange(chosen ?? '');
      }}
    />
  );
}
