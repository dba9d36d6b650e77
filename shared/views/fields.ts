import { z } from 'zod';
import { recordKinds, recordReasons, recordStates } from '../sync.ts';

/** An instant as ISO 8601 UTC. */
export const instant = z.iso.datetime();
export const count = z.int().nonnegative();
export const version = z.int().nonnegative();
export const recordKind = z.enum(recordKinds);
export const recordState = z.enum(recordStates);
export const recordReason = z.enum(recordReasons);
