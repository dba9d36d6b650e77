/** What the documentation leaves open about login and callbacks, and what can go wrong with them. */
export interface LoginSwitches {
  /** Status of `{"error":"invalid_grant"}`; undocumented. */
  badCodeStatus: 400 | 401;
  codeLifetimeMs: number;
  /** An exchange that names no or another store: refused, or a token without scope as reported from practice. */
  wrongContext: 'unbound-token' | 'refuse';
  /** How `POST /oauth2/token` answers. */
  tokenAnswer: 'normal' | 'without-owner' | 'redirect' | 'html' | 'truncated' | '429' | '500' | 'hang';
  /** The old token between a change of scopes and the merchant's acceptance. */
  tokenAfterScopeChange: 'works' | 'forbidden';
  /** The old token between a change of the owner's e-mail and the acceptance; the status table says 403. */
  tokenAfterOwnerChange: 'works' | 'forbidden';
  /** When the uninstall callback is called, seen from the death of token and hooks. */
  uninstallCallback: 'before' | 'after' | 'delayed' | 'twice' | 'never';
  removeUserCallback: 'once' | 'delayed' | 'twice' | 'never';
  /** Of `delayed` callbacks and the second of `twice`, on the sandbox clock. */
  callbackDelayMs: number;
}

export const defaultLoginSwitches: Readonly<LoginSwitches> = {
  badCodeStatus: 400,
  codeLifetimeMs: 5 * 60_000,
  wrongContext: 'unbound-token',
  tokenAnswer: 'normal',
  tokenAfterScopeChange: 'works',
  tokenAfterOwnerChange: 'forbidden',
  uninstallCallback: 'after',
  removeUserCallback: 'once',
  callbackDelayMs: 60_000,
};

/** The words that a switch may hold; others are numbers. */
export const loginSwitchChoices: Partial<Record<keyof LoginSwitches, readonly (string | number)[]>> = {
  badCodeStatus: [400, 401],
  wrongContext: ['unbound-token', 'refuse'],
  tokenAnswer: ['normal', 'without-owner', 'redirect', 'html', 'truncated', '429', '500', 'hang'],
  tokenAfterScopeChange: ['works', 'forbidden'],
  tokenAfterOwnerChange: ['works', 'forbidden'],
  uninstallCallback: ['before', 'after', 'delayed', 'twice', 'never'],
  removeUserCallback: ['once', 'delayed', 'twice', 'never'],
};
