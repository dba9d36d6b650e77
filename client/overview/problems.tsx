import { H2 } from '@bigcommerce/big-design';
import { useId } from 'react';
import type { Problem } from '../../shared/views/overview.ts';
import { usePanel } from '../panel-context.ts';
import { Hint, Stack } from '../ui/layout.ts';
import { Notice, type Tone } from '../ui/notice.tsx';
import { problemTones, remedies, type Remedy } from './problem-remedy.ts';

interface ProblemsProps {
  title: string;
  problems: readonly Problem[];
  busy: boolean;
  onRemedy: (remedy: Remedy) => void;
}

const loudness: readonly Tone[] = ['info', 'success', 'warning', 'danger'];

/**
 * Problems, the worst first, in the merchant's words, each with the button that helps. What is known of several channels
 * or kinds is told once: words and remedy are the same.
 */
export function Problems({ title, problems, busy, onRemedy }: ProblemsProps) {
  const { t, format } = usePanel();
  const heading = useId();
  if (problems.length === 0) return null;
  const earliest = [...problems].sort((a, b) => a.since.localeCompare(b.since));
  const once = earliest.filter(({ code }, at) => earliest.findIndex((one) => one.code === code) === at);
  const worstFirst = once.sort(
    (a, b) => loudness.indexOf(problemTones[b.code]) - loudness.indexOf(problemTones[a.code]),
  );
  return (
    <section aria-labelledby={heading}>
      <Stack $gap="small">
        <H2 id={heading} marginBottom="none">
          {title}
        </H2>
        {worstFirst.map(({ code, params, since }) => (
          <Notice
            key={code}
            tone={problemTones[code]}
            title={t(`problem.${code}.title`)}
            actions={[
              {
                text: t(`problem.${code}.remedy`),
                isLoading: busy && 'do' in remedies[code] && remedies[code].do === 'check-agreement',
                onClick: () => {
                  onRemedy(remedies[code]);
                },
              },
            ]}
          >
            {t(`problem.${code}.text`)}
            {code === 'webhooks-lost' ? (
              <Hint>{t('problem.webhooks-lost.found', { count: Number(params['changes'] ?? 0) })}</Hint>
            ) : null}
            <Hint>{t('problem.since', { time: format.dateTime(since) })}</Hint>
          </Notice>
        ))}
      </Stack>
    </section>
  );
}
