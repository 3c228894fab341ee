// The ring that counts down: to the agreed time in its last hour, then the minutes of grace.
import type { ComponentChildren } from 'preact';
import { useNow } from '../clock';
import type { Interview } from '../types';
import { localNow, millis, minutesSeconds, say, sayDay, sayLength } from '../when';
import { Icon, type IconName } from './Icon';

const HOUR = 3_600_000;
const RADIUS = 52;
const ROUND = 2 * Math.PI * RADIUS;

interface Face { share: number; big: string; small: string; spoken: string; mark?: number; icon?: IconName }

function face(iv: Interview, now: number): Face {
  const start = millis(iv.start);
  const hard = millis(iv.grace.hard);
  const soft = millis(iv.grace.soft);
  if (iv.phase === 'scheduled' && now < start) {
    const left = start - now;
    if (left > HOUR)
      return { share: 1, big: say(iv.start, 'clock'), small: sayDay(iv.start, localNow(now, iv.start)), spoken: `The call is in ${sayLength(left)}` };
    return { share: left / HOUR, big: minutesSeconds(left), small: 'until the call', spoken: `${sayLength(left)} until the call` };
  }
  if (iv.phase === 'waiting' || iv.phase === 'scheduled') {
    const left = hard - now;
    if (left > 0)
      return {
        share: left / (hard - start), big: minutesSeconds(left), small: 'left to wait',
        spoken: `${sayLength(left)} left to wait`, mark: (hard - soft) / (hard - start),
      };
  }
  if (iv.phase === 'waiting' || (iv.phase === 'missed' && iv.step !== 'await')) {
    const past = sayLength(now - start);
    const [count, ...unit] = past === 'less than a minute' ? ['0', 'minutes'] : past.split(' ');
    return { share: 1, big: count ?? '', small: `${unit.join(' ')} past`, spoken: `${past} past the agreed time` };
  }
  switch (iv.phase) {
    case 'missed': {
      const next = iv.due ? millis(iv.due) - now : 0;
      return next > 0
        ? { share: 1, icon: 'mail', big: '', small: `next look in ${sayLength(next)}`, spoken: `An answer is awaited. Next look in ${sayLength(next)}` }
        : { share: 1, icon: 'mail', big: '', small: 'waiting for an answer', spoken: 'An answer is awaited' };
    }
    case 'held': return { share: 1, icon: 'check', big: '', small: 'you spoke', spoken: 'You spoke' };
    case 'rescheduled': return { share: 1, icon: 'calendar', big: '', small: 'new time', spoken: 'There is a new time' };
    case 'silent': return { share: 1, icon: 'leaf', big: '', small: 'no answer yet', spoken: 'No answer yet' };
    default: return { share: 1, icon: 'close', big: '', small: 'settled', spoken: 'Settled' };
  }
}

export function Ring({ interview, children }: { interview: Interview; children?: ComponentChildren }) {
  const now = useNow(1000);
  const f = face(interview, now);
  const angle = f.mark !== undefined ? -Math.PI / 2 + 2 * Math.PI * f.mark : 0;
  return (
    <div class="ring" role="timer" aria-label={f.spoken}>
      <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
        <circle class="ring-track" cx="60" cy="60" r={RADIUS} />
        <circle class="ring-hand" cx="60" cy="60" r={RADIUS} transform="rotate(-90 60 60)"
          stroke-dasharray={`${ROUND * Math.min(1, Math.max(0, f.share))} ${ROUND}`} />
        {f.mark !== undefined && (
          <line class="ring-mark" x1={60 + 45.5 * Math.cos(angle)} y1={60 + 45.5 * Math.sin(angle)}
            x2={60 + 58.5 * Math.cos(angle)} y2={60 + 58.5 * Math.sin(angle)} />
        )}
      </svg>
      <div class="ring-face" aria-hidden="true">
        {f.icon ? <Icon name={f.icon} size={38} /> : <span class={`ring-big ${f.big.length > 5 ? 'ring-long' : ''}`}>{f.big}</span>}
        <span class="ring-small">{f.small}</span>
      </div>
      {children}
    </div>
  );
}
