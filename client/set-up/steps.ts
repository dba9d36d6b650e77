import type { Status } from '../../shared/views/status.ts';

/** The decisions of the set-up, in order. */
export const setUpSteps = ['link', 'age-gate', 'mapping', 'history', 'trial'] as const;
export type SetUpStep = (typeof setUpSteps)[number];

/** Whether the server knows a step as done. */
export function isStepDone({ aiq, setup }: Pick<Status, 'aiq' | 'setup'>, step: SetUpStep): boolean {
  switch (step) {
    case 'link':
      return aiq !== null && setup.otherConnectionOff;
    case 'age-gate':
      return setup.ageGate !== null;
    case 'mapping':
      return setup.mappingSavedAt !== null;
    case 'history':
      return setup.history !== null;
    case 'trial':
      return setup.startedAt !== null;
  }
}

/** The first step that is not done; null when all are. */
export function currentStep(status: Pick<Status, 'aiq' | 'setup'>): SetUpStep | null {
  return setUpSteps.find((step) => !isStepDone(status, step)) ?? null;
}

/** How many steps are done. */
export function countDone(status: Pick<Status, 'aiq' | 'setup'>): number {
  return setUpSteps.filter((step) => isStepDone(status, step)).length;
}

/** A step named in an address, such as `?step=link`. */
export function searchToStep(search: string): SetUpStep | null {
  const wanted = new URLSearchParams(search).get('step');
  return setUpSteps.find((step) => step === wanted) ?? null;
}
