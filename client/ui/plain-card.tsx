import { Box } from '@bigcommerce/big-design';
import type { ReactNode } from 'react';

/** Looks like BigDesign's `Panel`, which leaves a gap at the top when it has no header of its own. */
export function PlainCard({ children }: { children: ReactNode }) {
  return (
    <Box backgroundColor="white" shadow="raised" padding={{ mobile: 'medium', tablet: 'xLarge' }}>
      {children}
    </Box>
  );
}
