import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { errorToCode, isSessionError } from '../api-error.ts';
import { usePanel } from '../panel-context.ts';
import { Failure } from './failure.tsx';
import { Stack } from './layout.ts';
import { Notice } from './notice.tsx';
import { Skeleton } from './skeleton.tsx';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** Heights of what will stand here. */
  skeleton: readonly string[];
  children: (data: T) => ReactNode;
}

/** A query's data, or its skeleton, or what went wrong; old data stays on screen when a newer look fails. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  const { t, format } = usePanel();
  const again = () => {
    void query.refetch();
  };
  if (query.data === undefined) {
    return query.isError ? <Failure error={query.error} onRetry={again} /> : <Skeleton heights={skeleton} />;
  }
  if (!query.isError || isSessionError(query.error)) return children(query.data);
  const code = errorToCode(query.error);
  return (
    <Stack>
      <Notice
        tone="warning"
        role="status"
        title={t(`error.${code}.title`)}
        actions={[{ text: t('common.tryAgain'), onClick: again }]}
      >
        {t('common.stale', { time: format.time(new Date(query.dataUpdatedAt).toISOString()) })}{' '}
        {t(`error.${code}.text`)}
      </Notice>
      {children(query.data)}
    </Stack>
  );
}
