import { theme } from '@bigcommerce/big-design-theme';

/**
 * BigDesign's theme. Its blue and its red are a shade darker here: as the colour of a button's text they would be too
 * pale (below 4.5 to 1) on the ground that BigDesign gives the same button under the mouse.
 */
export const panelTheme = { ...theme, colors: { ...theme.colors, primary: '#385fee', danger: '#d02c39' } };
