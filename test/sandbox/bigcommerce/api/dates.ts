/** As V2 writes times: `Tue, 05 Mar 2019 21:40:11 +0000`; unset is the empty string. */
export function rfc2822(time: number | null): string {
  return time === null ? '' : new Date(time).toUTCString().replace('GMT', '+0000');
}

/** As most of V3 writes times: `2020-02-06T17:46:33Z`. */
export function isoZ(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** As the catalogue, refunds and metafields write times: `2018-08-15T14:49:05+00:00`. */
export function isoOffset(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}
