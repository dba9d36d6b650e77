/**
 * Stands where a value from outside enters a native filter, which does not cast as mongoose does: an object there
 * would be read as operators.
 * @throws TypeError when the value is not text
 */
export function requireText<Text extends string>(value: Text): Text {
  if (typeof value !== 'string') throw new TypeError('A database filter takes text only.');
  return value;
}
