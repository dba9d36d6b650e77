import type { ThemeInterface } from '@bigcommerce/big-design-theme';

declare module 'styled-components' {
  // Merging an interface is the only way to tell styled-components about the theme.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  export interface DefaultTheme extends ThemeInterface {}
}
