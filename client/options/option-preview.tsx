import type { OptionPreview } from '../../shared/views/options.ts';
import { usePanel } from '../panel-context.ts';
import { Notice } from '../ui/notice.tsx';

interface OptionPreviewProps {
  /** Undefined while it is counted. */
  preview: OptionPreview | undefined;
  fresh: boolean;
  /** Says who has no phone instead of who has no contact at all. */
  needsPhone?: boolean;
  /** The option is on in the form, and the form is right. */
  on: boolean;
}

/** How many shoppers an option touches, before it is saved. */
export function OptionPreviewNotice({ preview, fresh, needsPhone = false, on }: OptionPreviewProps) {
  const { t } = usePanel();
  // Figures of another choice are worse than none.
  if (preview === undefined || !fresh) {
    return on ? (
      <Notice tone="info" role="status" title={t('options.preview.title')}>
        {t('options.preview.counting')}
      </Notice>
    ) : null;
  }
  if (!on && preview.mayLose === 0) return null;
  const { shoppers, withoutContact, withoutUsablePhone, mayLose, partial } = preview;
  const contacts =
    withoutContact === 0
      ? t('options.preview.allContact')
      : t('options.preview.withoutContact', { count: withoutContact });
  const phones =
    withoutUsablePhone === 0
      ? t('options.preview.allPhone')
      : t('options.preview.withoutPhone', { count: withoutUsablePhone });
  const texts = `${phones} ${t('options.preview.texts', { count: shoppers - withoutUsablePhone })}`;
  return (
    <Notice tone={mayLose > 0 ? 'warning' : 'info'} role="status" title={t('options.preview.title')}>
      <div>
        {on ? (
          <div>
            {shoppers === 0
              ? t('options.preview.nobody')
              : `${t('options.preview.shoppers', { count: shoppers })} ${needsPhone ? texts : contacts}`}
          </div>
        ) : null}
        {mayLose > 0 ? <strong>{t('options.preview.mayLose', { count: mayLose })}</strong> : null}
        {partial ? <div>{t('options.preview.partial')}</div> : null}
      </div>
    </Notice>
  );
}
