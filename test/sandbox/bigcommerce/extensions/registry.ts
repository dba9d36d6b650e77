export interface AppExtension {
  id: string;
  clientId: string;
  storeHash: string;
  context: string;
  model: string;
  url: string;
  label: { defaultValue: string; locales: { value: string; localeCode: string }[] };
}

type Owner = Pick<AppExtension, 'clientId' | 'storeHash'>;

/** A refusal in the words of the `errors` of an answer. */
export class ExtensionRefusal extends Error {
  override readonly name = 'ExtensionRefusal';
}

const models = ['PRODUCTS', 'PRODUCT_DESCRIPTION', 'ORDERS', 'CUSTOMERS'];
const contexts = ['PANEL', 'LINK'];
const mostPerModel = 2;
const longest = 255;

/** The Action menus' entries of all apps. */
export class ExtensionRegistry {
  private extensions: AppExtension[] = [];
  private nextId = 1;

  list({ clientId, storeHash }: Owner): AppExtension[] {
    return this.extensions.filter((one) => one.clientId === clientId && one.storeHash === storeHash);
  }

  ofStore(storeHash: string): AppExtension[] {
    return this.extensions.filter((one) => one.storeHash === storeHash);
  }

  create(owner: Owner, input: Partial<AppExtension>): AppExtension {
    const { context = '', model = '', url, label } = input;
    if (!contexts.includes(context)) throw new ExtensionRefusal('context is not known');
    if (!models.includes(model)) throw new ExtensionRefusal('model is not known');
    if (this.list(owner).filter((one) => one.model === model).length >= mostPerModel)
      throw new ExtensionRefusal(`An app can have at most ${mostPerModel} extensions of a model`);
    const id = `bc/store/appExtension/${this.nextId++}`;
    const extension = { id, ...owner, context, model, url: checkUrl(url), label: checkLabel(label) };
    this.extensions.push(extension);
    return extension;
  }

  update(owner: Owner, id: unknown, change: Partial<AppExtension>): AppExtension {
    const extension = this.require(owner, id);
    if (change.url !== undefined) extension.url = checkUrl(change.url);
    if (change.label !== undefined) extension.label = checkLabel(change.label);
    return extension;
  }

  remove(owner: Owner, id: unknown): string {
    const extension = this.require(owner, id);
    this.extensions = this.extensions.filter((one) => one !== extension);
    return extension.id;
  }

  /** An uninstalled app has none. */
  removeAll(owner: Owner): void {
    const gone = new Set(this.list(owner));
    this.extensions = this.extensions.filter((one) => !gone.has(one));
  }

  save(): { extensions: AppExtension[]; nextId: number } {
    return structuredClone({ extensions: this.extensions, nextId: this.nextId });
  }

  restore(saved: ReturnType<ExtensionRegistry['save']>): void {
    ({ extensions: this.extensions, nextId: this.nextId } = structuredClone(saved));
  }

  private require(owner: Owner, id: unknown): AppExtension {
    const found = this.list(owner).find((one) => one.id === id);
    if (!found) throw new ExtensionRefusal('App extension not found');
    return found;
  }
}

function checkUrl(url: unknown): string {
  if (typeof url === 'string' && url.startsWith('/') && url.length <= longest) return url;
  throw new ExtensionRefusal(`url is a path of at most ${longest} characters`);
}

function checkLabel(label: unknown): AppExtension['label'] {
  const { defaultValue, locales } = Object(label) as Partial<AppExtension['label']>; // each part is checked
  if (typeof defaultValue !== 'string' || defaultValue === '' || defaultValue.length > longest)
    throw new ExtensionRefusal(`label.defaultValue is a text of at most ${longest} characters`);
  if (!Array.isArray(locales)) throw new ExtensionRefusal('label.locales is a list');
  return { defaultValue, locales };
}
