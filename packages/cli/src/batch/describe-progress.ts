import type { BatchProgress } from '@xpander/batch';
import { formatDuration } from '../text/format-duration.ts';

const barColumns = 20;
const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A line with a bar, the rate and the time left. */
export function describeProgress(progress: BatchProgress): string {
  const { completed, failed, perMinute, etaMs, storeError } = progress;
  const settled = completed + failed;
  const total = settled + progress.running + progress.waiting;
  const parts = [
    `${drawBar(total === 0 ? 1 : settled / total)} ${settled}/${total}`,
    failed > 0 && `${failed} failed`,
    `${perMinute}/min`,
    etaMs !== undefined && etaMs > 0 && `${formatDuration(etaMs)} left`,
    storeError !== undefined && `cannot write: ${storeError}`,
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

function drawBar(share: number): string {
  const filled = Math.min(1, share) * barColumns;
  const whole = Math.floor(filled);
  const bar = '█'.repeat(whole) + (eighths[Math.floor((filled - whole) * 8)] ?? '');
  return bar.padEnd(barColumns, '░');
}
