import { createGlobalStyle } from 'styled-components';
import { readingWidth } from './layout.ts';

/** What BigDesign leaves open: visible focus everywhere, calm for those who asked for it, no sideways scrolling. */
export const PanelStyle = createGlobalStyle`
  html { background: ${({ theme }) => theme.colors.secondary10}; }
  body {
    color: ${({ theme }) => theme.colors.secondary70};
    line-height: ${({ theme }) => theme.lineHeight.medium};
    overflow-wrap: break-word;
  }
  h1, h2, h3 { overflow-wrap: anywhere; }
  #root p { max-width: ${readingWidth}; text-wrap: pretty; }
  h1:focus { outline: none; }
  /* BigDesign's own ring is too pale to be found; a hidden box shows that of the box drawn beside it. */
  #root :is(a, button, summary, input, [tabindex]):focus-visible:not(h1, h2),
  #root input:is([type='checkbox'], [type='radio']):focus-visible + * {
    outline: 2px solid ${({ theme }) => theme.colors.primary};
    outline-offset: 2px;
    border-radius: ${({ theme }) => theme.borderRadius.normal};
  }
  #root input[type='radio']:focus-visible + * { border-radius: 50%; }
  #root :is(nav a, [role='tab'], input):focus-visible:not(h1, h2) { outline-offset: -2px; }
  /* BigDesign hides the words of a busy button from everybody; beside its spinner they stay the button's name. */
  .bd-button > :first-child + span { visibility: visible; opacity: 0; }
  @media (max-width: 480px) {
    #root h2 { font-size: ${({ theme }) => theme.typography.fontSize.large}; }
    button.bd-button { flex-shrink: 1; max-width: 100%; min-width: 0; height: auto; min-height: 2.25rem; white-space: normal; }
    h2 ~ button.bd-button { flex-shrink: 0; align-self: flex-start; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
      scroll-behavior: auto !important;
    }
  }
`;
