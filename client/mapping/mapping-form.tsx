import { H3, Text } from '@bigcommerce/big-design';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import type { MappingView } from '../../shared/views/mapping.ts';
import type { StoreMapping } from '../../shared/settings.ts';
import { usePanel } from '../panel-context.ts';
import { Hint, Stack } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { countParking, withPlace } from './mapping-draft.ts';

interface MappingFormProps {
  view: MappingView;
  draft: StoreMapping;
  onChange: (draft: StoreMapping) => void;
  onLookAgain: () => void;
  lookingAgain: boolean;
  /** Level of the form's headings on the page around it. */
  headings: 'h2' | 'h3';
}

const Places = styled.ul`
  /* A name and its choice stay close enough to be read as one line. */
  max-width: 52rem;
  margin: 0;
  padding: 0;
  list-style: none;
  /* The rows only: an open list of choices has items of its own. */
  > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: ${({ theme }) => theme.spacing.medium};
    align-items: center;
    padding: ${({ theme }) => theme.spacing.small} 0;
    border-top: 1px solid ${({ theme }) => theme.colors.secondary30};
  }
  @media (max-width: 719px) {
    > li {
      grid-template-columns: minmax(0, 1fr);
      gap: ${({ theme }) => theme.spacing.xSmall};
    }
  }
`;

/** Each channel and pickup location with its AIQ store, and one store for everything else. */
export function MappingForm({
  view,
  draft,
  onChange,
  onLookAgain,
  lookingAgain,
  headings,
}: MappingFormProps) {
  const { t } = usePanel();
  const parking = countParking(draft, view.channels);
  const place = (
    group: 'channels' | 'locations',
    { id, name, suggestion }: { id: number; name: string; suggestion: string | null },
    note: ReactNode,
  ) => {
    const store = draft[group][String(id)] ?? null;
    return (
      <li key={id}>
        <div>
          <strong>{name}</strong>
          {note}
          {suggestion !== null && suggestion === store && view.mapping[group][String(id)] === undefined ? (
            <Hint>{t('mapping.suggested')}</Hint>
          ) : null}
        </div>
        <StoreSelect
          label={t('mapping.labelFor', { name })}
          hiddenLabel
          aiqStores={view.aiqStores}
          value={store}
          emptyText={
            group === 'locations'
              ? t('mapping.noneChannel')
              : draft.fallback === null
                ? t('mapping.noneParks')
                : t('mapping.noneFallback', { store: draft.fallback })
          }
          onChange={(chosen) => {
            onChange(withPlace(draft, group, id, chosen));
          }}
        />
      </li>
    );
  };
  return (
    <Stack $gap="xLarge">
      {view.aiqStores.length === 0 ? (
        <Notice
          tone="warning"
          title={t('mapping.noAiqStores.title')}
          actions={[{ text: t('mapping.noAiqStores.again'), isLoading: lookingAgain, onClick: onLookAgain }]}
        >
          {t('mapping.noAiqStores.text')}
        </Notice>
      ) : null}
      <section aria-labelledby="channels">
        <H3 as={headings} id="channels">
          {t('mapping.channels')}
        </H3>
        <Places>
          {view.channels.map((channel) =>
            place(
              'channels',
              channel,
              channel.parkedOrders > 0 ? (
                <Hint $loud>{t('mapping.parked', { count: channel.parkedOrders })}</Hint>
              ) : null,
            ),
          )}
        </Places>
      </section>
      <section aria-labelledby="locations">
        <H3 as={headings} id="locations" marginBottom="xxSmall">
          {t('mapping.locations')}
        </H3>
        <Text color="secondary60">
          {t(view.locations.length === 0 ? 'mapping.locations.none' : 'mapping.locations.about')}
        </Text>
        <Places>{view.locations.map((location) => place('locations', location, null))}</Places>
      </section>
      <section aria-labelledby="fallback">
        <H3 as={headings} id="fallback" marginBottom="xxSmall">
          {t('mapping.fallback')}
        </H3>
        <Text color="secondary60">{t('mapping.fallback.about')}</Text>
        <div style={{ maxWidth: '26rem' }}>
          <StoreSelect
            label={t('mapping.fallback.label')}
            aiqStores={view.aiqStores}
            value={draft.fallback}
            emptyText={t('mapping.noneParks')}
            onChange={(fallback) => {
              onChange({ ...draft, fallback });
            }}
          />
        </div>
      </section>
      <div role="status">
        {parking > 0 ? (
          <Notice tone="warning" title={t('mapping.willPark.title')}>
            {t('mapping.willPark.text', { count: parking })}
          </Notice>
        ) : null}
      </div>
    </Stack>
  );
}

interface StoreSelectProps {
  label: string;
  hiddenLabel?: boolean;
  aiqStores: MappingView['aiqStores'];
  value: string | null;
  emptyText: string;
  onChange: (store: string | null) => void;
}

function StoreSelect({
  label,
  hiddenLabel = false,
  aiqStores,
  value,
  emptyText,
  onChange,
}: StoreSelectProps) {
  const { t } = usePanel();
  const gone = value !== null && !aiqStores.some(({ name }) => name === value);
  // The empty text is a value of its own, because BigDesign's select shows nothing for "no value".
  const none = '';
  return (
    <Select<string>
      {...(hiddenLabel ? { 'aria-label': label } : { label })}
      value={value ?? none}
      options={[
        { value: none, content: emptyText },
        ...(gone ? [{ value, content: t('mapping.gone', { store: value }) }] : []),
        ...aiqStores.map(({ name }) => ({ value: name, content: name })),
      ]}
      onOptionChange={(chosen) => {
        onChange(chosen === undefined || chosen === none ? null : chosen);
      }}
    />
  );
}
