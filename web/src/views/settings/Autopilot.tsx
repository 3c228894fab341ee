// Sending by itself: off unless switched on, and never without its promises in sight.
import { useState } from 'preact/hooks';
import { put, wordsOf } from '../../api';
import { refresh, useDocument } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { say } from '../../parts/Toast';
import type { Policy } from '../../types';
import { sentence } from '../../words';

const promises = [
  'At most one letter for each missed call, and two nudges. Then it stops.',
  'Never before the agreed time has been missed.',
  'A last look at your mailbox, calendar and calls just before it goes. If they answered or called, it stays here; if we cannot look, it waits and you are told.',
  'Never to a no-reply address, and never in the recruiter’s night.',
  'Why they may not have called is never written to them.',
  'If it is not certain that a letter went out, it is not sent again: you are asked.',
];

export function Autopilot({ canSend }: { canSend: boolean }) {
  const { data } = useDocument<Policy>('policy');
  const [busy, setBusy] = useState(false);
  const on = data?.autopilot ?? false;
  const change = async () => {
    setBusy(true);
    try {
      await put<Policy>('policy', { autopilot: !on });
      await refresh();
      say(on ? 'Autopilot is off: letters are drafts again.' : 'Autopilot is on.');
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
    setBusy(false);
  };
  return (
    <section class="card" id="autopilot" aria-labelledby="autopilot-title">
      <div class="row">
        <h2 id="autopilot-title">Autopilot</h2>
        <button type="button" role="switch" aria-checked={on} aria-labelledby="autopilot-title" class="switch" disabled={busy || !data} onClick={() => void change()}>
          <span class="switch-knob" /><span class="switch-word">{on ? 'On' : 'Off'}</span>
        </button>
      </div>
      <p>{on ? 'Follow-ups are sent for you when they are due. This is what it promises:' : 'Letters are drafts: you look them over and send them. Switched on, follow-ups are sent for you when they are due, and this is promised:'}</p>
      <ul class="checklist">{promises.map((promise) => <li key={promise}><Icon name="shield" size={18} /> {promise}</li>)}</ul>
      {on && !canSend && <Callout icon="alert" tone="warn">No way of sending is connected yet, so letters stay drafts. Connect one below.</Callout>}
    </section>
  );
}
