import type { LanguageModelV3StreamPart } from '@ai-sdk/provider';

type Kind = 'text' | 'reasoning';

/** The blocks of a model's stream. At most one is open. */
export interface Blocks {
  /** Adds to the open block of this kind, or opens one. */
  write(kind: Kind, delta: string): Generator<LanguageModelV3StreamPart, void>;
  close(): Generator<LanguageModelV3StreamPart, void>;
}

export function createBlocks(): Blocks {
  let open: { readonly kind: Kind; readonly id: string } | undefined;
  let count = 0;

  function* close(): Generator<LanguageModelV3StreamPart, void> {
    if (open) yield { type: `${open.kind}-end`, id: open.id };
    open = undefined;
  }

  return {
    *write(kind, delta) {
      if (open?.kind !== kind) {
        yield* close();
        count += 1;
        open = { kind, id: String(count) };
        yield { type: `${kind}-start`, id: open.id };
      }
      yield { type: `${kind}-delta`, id: open.id, delta };
    },
    close,
  };
}
