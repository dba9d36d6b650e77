import { theme } from '@bigcommerce/big-design-theme';

const { colors, typography } = theme;

/**
 * BigDesign's theme, in the font that it is drawn for, which the app brings along. Its blue and its red are a shade
 * darker here: as the colour of a button's text they would be too pale (below 4.5 to 1) on the ground that BigDesign
 * gives the same button under the mouse.
 */
export const panelTheme = {
  ...theme,
  colors: { ...colors, primary: '#385fee', danger: '#d02c39' },
  typography: { ...typography, fontFamily: `'Source Sans 3 Variable', ${typography.fontFamily}` },
};
