import type { OptionsView } from '../../shared/views/options.ts';
import {
  membershipLossConfirmation,
  orderStatusNames,
  selectableOrderStatuses,
  type Options,
} from '../../shared/settings.ts';
import type { BcOrderStatus } from '../bigcommerce/types.ts';
import type { SettingsRow } from '../db/types/settings.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { AppError } from '../errors.ts';
import { invalidInput } from '../http/validate.ts';
import { UpstreamError } from '../upstream/errors.ts';
import { changedOptions, mayEndMembership } from './changed-options.ts';
import { panelPatience, type PanelDeps } from './deps.ts';
import { savedMeanwhile } from './mapping.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentInstant } from './status.ts';

export function createOptionsHandlers(
  deps: PanelDeps,
): Pick<RouteHandlers, 'getOptions' | 'previewOptions' | 'saveOptions'> {
  const { db, clock, operations } = deps;

  async function readOptions(store: StoreRow, saved?: SettingsRow): Promise<OptionsView> {
    const [settings, choices] = await Promise.all([
      saved ?? db.settings.get(store.hash),
      readChoices(deps, store),
    ]);
    return presentOptions(settings, choices);
  }

  async function requireConfirmation(
    store: StoreRow,
    before: Options,
    after: Options,
    confirmation: string | null,
  ): Promise<void> {
    if (!mayEndMembership(before, after)) return;
    if (confirmation?.trim() === membershipLossConfirmation) return;
    const { enrol, doubleOptIn } = await operations.previewOptions(store, after);
    if (enrol.mayLose === 0 && doubleOptIn.mayLose === 0 && !enrol.partial && !doubleOptIn.partial) return;
    throw new AppError(
      409,
      'confirmation-needed',
      `Shoppers who joined only through this option may lose their membership in AIQ. Type ${membershipLossConfirmation} to save all the same.`,
      { details: { confirmation: membershipLossConfirmation, enrol, doubleOptIn } },
    );
  }

  return {
    getOptions: ({ session: { store } }) => readOptions(store),

    previewOptions: ({ session: { store }, body }) => operations.previewOptions(store, body),

    async saveOptions({ session: { store, user }, body: { options, version, confirmation } }) {
      const before = await db.settings.get(store.hash);
      if (before.version !== version) throw savedMeanwhile();
      await requireKnownFormField(deps, store, before.options, options);
      await requireConfirmation(store, before.options, options, confirmation);
      const now = clock.now();
      const saved = await db.settings.save(
        store.hash,
        { options, syncContactsSince: contactSyncStart(before, options, now) },
        version,
        user.userId,
        now,
      );
      if (saved === null) throw savedMeanwhile();
      const changed = changedOptions(before.options, saved.options);
      await db.audit.add({
        store: store.hash,
        at: now,
        userId: user.userId,
        action: 'options-saved',
        details: { changed },
      });
      await operations.optionsSaved(store, before.options, saved.options);
      return readOptions(store, saved);
    },
  };
}

/** Contact sync starts the moment it is switched on; what changed before that is left alone. */
function contactSyncStart(before: SettingsRow, after: Options, now: Date): Date | null {
  if (!after.syncContacts) return null;
  return before.options.syncContacts ? before.syncContactsSince : now;
}

/** A field that was chosen before stays valid, so that its removal in BigCommerce does not block other changes. */
async function requireKnownFormField(
  deps: PanelDeps,
  store: StoreRow,
  before: Options,
  { birthDateField }: Options,
): Promise<void> {
  if (birthDateField === null || birthDateField === before.birthDateField) return;
  const names = await deps.bigcommerceFor(store, 'panel', panelPatience()).listFormFieldNames();
  if (names.includes(birthDateField)) return;
  throw invalidInput({
    'options.birthDateField': `BigCommerce has no customer form field named “${birthDateField}”. Choose one of the list.`,
  });
}

interface Choices {
  statuses: BcOrderStatus[];
  formFields: string[];
}

/** Statuses with the merchant's labels and the form fields; what is known without BigCommerce when it cannot be asked. */
async function readChoices(deps: PanelDeps, store: StoreRow): Promise<Choices> {
  try {
    const bigcommerce = deps.bigcommerceFor(store, 'panel', panelPatience());
    const [statuses, formFields] = await Promise.all([
      bigcommerce.listOrderStatuses(),
      bigcommerce.listFormFieldNames(),
    ]);
    return { statuses, formFields };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    deps.log.warn({ store: store.hash, failure: error.failure }, 'order statuses could not be read');
    return { statuses: [], formFields: [] };
  }
}

export function presentOptions(settings: SettingsRow, { statuses, formFields }: Choices): OptionsView {
  const { version, options, updatedAt, updatedBy } = settings;
  const { birthDateField } = options;
  const labels = new Map(statuses.map(({ id, label }) => [id, label]));
  const names = birthDateField === null ? formFields : [...new Set([...formFields, birthDateField])];
  return {
    version,
    options,
    statuses: selectableOrderStatuses.map((id) => {
      const name = orderStatusNames[id] ?? String(id);
      return { id, name, label: labels.get(id) ?? name };
    }),
    formFields: names,
    // Defaults were saved by nobody.
    updatedAt: version === 0 ? null : presentInstant(updatedAt),
    updatedBy,
  };
}
