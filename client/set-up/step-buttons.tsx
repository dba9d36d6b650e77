import { Button, type ButtonProps } from '@bigcommerce/big-design';
import { usePanel } from '../panel-context.ts';
import { Row } from '../ui/layout.ts';

interface StepButtonsProps extends Pick<ButtonProps, 'type' | 'isLoading' | 'onClick'> {
  text: string;
  /** Leaves a step as it was; undefined for one that is decided for the first time. */
  onCancel: (() => void) | undefined;
}

/** What ends a step of the set-up. */
export function StepButtons({ text, onCancel, ...decide }: StepButtonsProps) {
  const { t } = usePanel();
  return (
    <Row>
      <Button mobileWidth="auto" {...decide}>
        {text}
      </Button>
      {onCancel ? (
        <Button
          type="button"
          variant="subtle"
          mobileWidth="auto"
          disabled={decide.isLoading ?? false}
          onClick={onCancel}
        >
          {t('common.cancel')}
        </Button>
      ) : null}
    </Row>
  );
}
