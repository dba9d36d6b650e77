declare global {
  // Express' own way to type what middleware leaves for later steps.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Locals {
      requestId?: string;
      /** Errors become pages: a person looks at the answer. */
      answersPeople?: boolean;
    }
  }
}

export {};
