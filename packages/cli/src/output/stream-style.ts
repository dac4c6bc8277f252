import pc from 'picocolors';

/** How text is written to one stream. Each stream is asked for its own terminal. */
export interface StreamStyle {
  readonly isTerminal: boolean;
  /** Whether a line may be redrawn: on a terminal that can, and not in CI. */
  readonly isAnimated: boolean;
  readonly colors: ReturnType<typeof pc.createColors>;
  /** How many columns there are now. */
  width(): number;
}

const defaultWidth = 80;
const narrowest = 20;

export function createStreamStyle(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): StreamStyle {
  const isTerminal = stream.isTTY === true;
  const isDumb = env.TERM === 'dumb';
  return {
    isTerminal,
    isAnimated: isTerminal && !isDumb && !env.CI,
    colors: pc.createColors(hasColors(isTerminal && !isDumb, env)),
    width: () => Math.max(narrowest, stream.columns || Number(env.COLUMNS) || defaultWidth),
  };
}

function hasColors(isCapable: boolean, { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isCapable;
}
