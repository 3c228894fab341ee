// A time on the candidate's clock and, when it reads differently, on the recruiter's.
import type { InterviewRow, Slot, There } from '../types';
import { dateOf, say, sayDay } from '../when';

interface Props { start: string; latest?: string | undefined; short?: string | undefined; there: There | null | undefined; now: string; theirs?: string }

/** "Today, 1:00 PM CST" and beneath it "2:00 PM EST for Dana"; of a window "Today, 1:00 PM to 2:00 PM CST". */
export function When({ start, latest, short, there, now, theirs = 'them' }: Props) {
  return (
    <span class="when">
      <time dateTime={start}>{sayDay(start, now)}, {say(start, 'clock')}{latest && ` to ${say(latest, 'clock')}`}{short && <span class="zone"> {short}</span>}</time>
      {there && (
        <span class="there">
          (<time dateTime={there.start}>
            {dateOf(there.start) !== dateOf(start) && `${say(there.start, 'weekday')}, `}
            {say(there.start, 'clock')} {there.short}
          </time>
          {' '}for <bdi>{theirs}</bdi>)
        </span>
      )}
    </span>
  );
}

export const WhenOf = ({ interview, now, theirs }: { interview: InterviewRow; now: string; theirs?: string }) =>
  <When start={interview.start} latest={interview.latest} short={interview.short} there={interview.there} now={now} theirs={theirs ?? 'them'} />;

/** "1:00 PM CST, 2:00 PM EST for them", for what is read out. */
export const slotWords = (slot: Slot) =>
  `${say(slot.start, 'longDay')}, ${say(slot.start, 'clock')}` +
  (slot.there ? `, ${say(slot.there.start, 'clock')} ${slot.there.short} for them` : '');
