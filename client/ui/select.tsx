import { Select as BigDesignSelect, type SelectProps } from '@bigcommerce/big-design';
import { useLayoutEffect, useRef } from 'react';
import { usePanel } from '../panel-context.ts';

/** BigDesign's select, whose button is otherwise called "toggle menu" in every language. */
export function Select<Value extends string | number>(props: SelectProps<Value>) {
  const { t } = usePanel();
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    frame.current?.querySelector('button')?.setAttribute('aria-label', t('common.showChoices'));
  });
  return (
    <div ref={frame}>
      <BigDesignSelect<Value> {...props} />
    </div>
  );
}
