// Everything that is kept: to take along, or to erase for good.
import { useState } from 'preact/hooks';
import { ApiError } from '../../api';
import { useDeed } from '../../deed';
import { forget, useDocument } from '../../documents';
import { Icon } from '../../parts/Icon';
import { useProof } from '../../parts/Prove';
import type { Session } from '../../types';

const WORDS = 'erase everything';

async function erase() {
  const response = await fetch('/api/v1/account', {
    method: 'DELETE', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ confirm: WORDS }),
  });
  if (response.ok) return;
  const problem = await response.json();
  throw new ApiError(problem);
}

export function Data() {
  const member = useDocument<Session>('session').data?.member;
  const { prove, dialog } = useProof();
  const [typed, setTyped] = useState('');
  const { busy, problem, run } = useDeed();
  const submit = (event: Event) => {
    event.preventDefault();
    void run(() => prove(async () => {
      await erase();
      await forget();
      location.assign('/');
    }));
  };
  return (
    <section class="card" id="data" aria-labelledby="data-title">
      <h2 id="data-title">Your data</h2>
      <div class="row">
        <div><h3>Take it along</h3><p class="quiet-text">Every call, fact, letter and setting, as one readable file (JSON).</p></div>
        <a class="button" href="/api/v1/export" download="crickets.json"><Icon name="download" /> Download everything</a>
      </div>
      <details class="erase">
        <summary>Erase everything</summary>
        <form class="form" onSubmit={submit}>
          <p>All calls, letters, settings and connections with their passwords are erased here, for good.{member && ' So is your way in: you are signed out, and come back by a new invitation only.'} Your mailbox and calendars are not touched.</p>
          <label class="field"><span>To go on, type: {WORDS}</span>
            <input type="text" value={typed} autoComplete="off" spellcheck={false} onInput={(e) => setTyped(e.currentTarget.value)} /></label>
          {problem && <p class="problem" role="alert">{problem}</p>}
          <div class="actions"><button type="submit" class="button danger" disabled={busy || typed !== WORDS}><Icon name="trash" /> Erase everything</button></div>
        </form>
      </details>
      {dialog}
    </section>
  );
}
