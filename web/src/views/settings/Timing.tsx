// The minutes, days and hours of the playbook.
import { useEffect, useState } from 'preact/hooks';
import { put } from '../../api';
import { useDeed } from '../../deed';
import { refresh, useDocument } from '../../documents';
import { say } from '../../parts/Toast';
import type { Policy } from '../../types';

type SpanKey = 'hours' | 'quiet';
type NumberKey = Exclude<keyof Policy, 'autopilot' | SpanKey>;
/** per: how many of the kept unit one of the shown unit has. */
interface Setting { key: NumberKey; text: string; unit: string; per?: number; min: number; max: number }

const groups: { title: string; settings: Setting[] }[] = [
  {
    title: 'Before the call',
    settings: [
      { key: 'remind_day_min', text: 'The checklist comes', unit: 'hours ahead', per: 60, min: 0, max: 168 },
      { key: 'remind_min', text: 'And once more', unit: 'minutes ahead', min: 0, max: 240 },
    ],
  },
  {
    title: 'When nobody calls',
    settings: [
      { key: 'grace_soft_min', text: 'Look for evidence after', unit: 'minutes', min: 0, max: 60 },
      { key: 'grace_hard_min', text: 'The call counts as missed after', unit: 'minutes', min: 1, max: 120 },
      { key: 'letter_after_min', text: 'The letter is due after, when you say nothing', unit: 'minutes', min: 1, max: 240 },
    ],
  },
  {
    title: 'When nobody answers',
    settings: [
      { key: 'nudge_first_days', text: 'First nudge after', unit: 'working days', min: 1, max: 30 },
      { key: 'nudge_last_days', text: 'Last nudge after another', unit: 'working days', min: 1, max: 30 },
    ],
  },
  {
    title: 'Times that a letter offers',
    settings: [
      { key: 'slots', text: 'How many', unit: 'times', min: 1, max: 8 },
      { key: 'slot_days', text: 'On at least', unit: 'days', min: 1, max: 5 },
      { key: 'slot_within_days', text: 'Within', unit: 'working days', min: 1, max: 20 },
      { key: 'slot_ahead_min', text: 'Not sooner than', unit: 'hours ahead', per: 60, min: 0, max: 48 },
      { key: 'slot_buffer_min', text: 'Kept free around each', unit: 'minutes', min: 0, max: 120 },
    ],
  },
  {
    title: 'What is kept of mail',
    settings: [
      { key: 'keep_days', text: 'About no call: who wrote, and their number, for', unit: 'days', min: 1, max: 3650 },
      { key: 'forget_days', text: 'About a call: the text, after it is over, for (0: always)', unit: 'days', min: 0, max: 3650 },
    ],
  },
];

export function Timing() {
  const { data } = useDocument<Policy>('policy');
  const [draft, setDraft] = useState<Policy | null>(null);
  const { busy, problem, run } = useDeed();
  useEffect(() => { if (data && !draft) setDraft(data); }, [data]);
  const save = (event: Event) => {
    event.preventDefault();
    if (!draft) return;
    void run(async () => {
      const changed = Object.entries(draft).filter(([key, value]) => data?.[key as keyof Policy] !== value);
      const kept = await put<Policy>('policy', Object.fromEntries(changed));
      setDraft((now) => (now === draft ? kept : now)); // unless they write on
      await refresh();
      say('Saved.');
    });
  };
  const edit = (part: Partial<Policy>) => draft && setDraft({ ...draft, ...part });
  return (
    <section class="card" id="timing" aria-labelledby="timing-title">
      <h2 id="timing-title">Timing</h2>
      <form class="form" onSubmit={save}>
        {groups.map((group) => (
          <fieldset key={group.title} class="numbers">
            <legend>{group.title}</legend>
            {group.settings.map(({ key, text, unit, per = 1, min, max }) => (
              <label key={key}>
                <span>{text}</span>
                <span class="number-field">
                  <input type="number" inputMode="decimal" min={min} max={max} step={per === 1 ? 1 : 'any'} required value={draft ? draft[key] / per : ''}
                    onInput={(e) => edit({ [key]: Math.round(e.currentTarget.valueAsNumber * per) })} />
                  <span class="quiet-text">{unit}</span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
        <Span title="Working hours, on both sides" value={draft?.hours ?? '09:00-18:00'} onChange={(hours) => edit({ hours })} />
        <Span title="Quiet hours: notifications without sound, unless a call is due" value={draft?.quiet ?? '22:00-07:00'} onChange={(quiet) => edit({ quiet })} />
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions"><button type="submit" class="button primary" disabled={busy || !draft}>Save</button></div>
      </form>
    </section>
  );
}

/** "09:00-18:00", as two clocks. */
function Span({ title, value, onChange }: { title: string; value: string; onChange: (value: string) => void }) {
  const [from = '', to = ''] = value.split('-').map((part) => part.padStart(5, '0'));
  return (
    <fieldset class="numbers">
      <legend>{title}</legend>
      <label><span>From</span><input type="time" required value={from} onInput={(e) => onChange(`${e.currentTarget.value}-${to}`)} /></label>
      <label><span>To</span><input type="time" required value={to} onInput={(e) => onChange(`${from}-${e.currentTarget.value}`)} /></label>
    </fieldset>
  );
}
