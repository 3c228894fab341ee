// The times a letter offers. A tap on one swaps it for another that is free for both.
import { useState } from 'preact/hooks';
import type { Slot } from '../types';
import { dateOf, millis, say } from '../when';
import type { Interview } from '../types';
import { slotWords } from './When';
import { Icon } from './Icon';

const MOST = 5;

const at = (slot: Slot) => millis(slot.start);
const sorted = (slots: Slot[]) => [...slots].sort((a, b) => at(a) - at(b));

/** What takes a slot's place: a free time of the same day before one of another, the later first. */
function instead(slot: Slot, free: Slot[]): Slot | undefined {
  const distance = (other: Slot) => {
    const apart = at(other) - at(slot);
    const day = dateOf(other.start) === dateOf(slot.start) ? 0 : 1e12;
    return day + (apart > 0 ? apart : 1e11 - apart);
  };
  return [...free].sort((a, b) => distance(a) - distance(b))[0];
}

interface Props { interview: Interview; offered: Slot[]; choice: Slot[]; busy: boolean; onChange: (slots: Slot[]) => void }

export function Slots({ interview, offered, choice, busy, onChange }: Props) {
  const [seen, setSeen] = useState<number[]>([]);
  const chosen = new Set(offered.map(at));
  const free = choice.filter((slot) => !chosen.has(at(slot)));
  // What was tapped away comes back last, so that tapping on goes through all of them.
  const fresh = free.filter((slot) => !seen.includes(at(slot)));
  const swap = (slot: Slot) => {
    const other = instead(slot, fresh.length ? fresh : free);
    if (!other) return;
    setSeen(fresh.length ? [...seen, at(slot)] : [at(slot)]);
    onChange(sorted([...offered.filter((s) => s !== slot), other]));
  };
  const drop = (slot: Slot) => onChange(offered.filter((s) => s !== slot));
  const add = (slot: Slot) => onChange(sorted([...offered, slot]));
  const days = [...new Set(free.map((slot) => dateOf(slot.start)))];
  if (offered.length + free.length === 0) return null; // the letter asks for theirs, or for none
  return (
    <fieldset class="slots" disabled={busy}>
      <legend>Times it offers</legend>
      <ul class="slot-list">
        {offered.map((slot, index) => (
          <li key={index}>
            <button type="button" class="slot" disabled={free.length === 0} onClick={() => swap(slot)}>
              <span class="slot-day">{say(slot.start, 'day')}</span>
              <span class="slot-time">{say(slot.start, 'clock')} <span class="zone">{slot.short}</span></span>
              {slot.there && <span class="slot-there">{say(slot.there.start, 'clock')} {slot.there.short} for {interview.called}</span>}
              <span class="visually-hidden">: swap for another time</span>
              <Icon name="swap" size={18} />
            </button>
            <button type="button" class="icon-button" aria-label={`${slotWords(slot)}: do not offer it`} disabled={offered.length < 2}
              onClick={() => drop(slot)}><Icon name="close" size={18} /></button>
          </li>
        ))}
      </ul>
      {free.length > 0 && offered.length < MOST && (
        <details class="more-times">
          <summary>Add another free time</summary>
          {days.map((day) => (
            <div class="day-slots" key={day}>
              <h4>{say(day, 'day')}</h4>
              <ul>
                {free.filter((slot) => dateOf(slot.start) === day).map((slot) => (
                  <li key={slot.start}>
                    <button type="button" class="pill" onClick={() => add(slot)}>
                      <Icon name="add" size={14} /> {say(slot.start, 'clock')}<span class="visually-hidden"> on {say(slot.start, 'longDay')}: offer it, too</span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      )}
    </fieldset>
  );
}

/** The body with its offered times exchanged, and every other word of it left alone. */
export function withSlots(body: string, before: Slot[], after: Slot[]): string {
  const old = new Set(before.map((slot) => `- ${slot.line}`));
  const lines = body.split('\n');
  let place = lines.findIndex((line) => old.has(line.trimEnd()));
  const kept = lines.filter((line) => !old.has(line.trimEnd()));
  const times = after.map((slot) => `- ${slot.line}`);
  if (place < 0) {
    place = kept.findIndex((line) => /[?:]\s*$/.test(line)) + 1;
    if (place === 0) place = kept.length;
    times.unshift('');
  }
  return [...kept.slice(0, place), ...times, ...kept.slice(place)].join('\n');
}
