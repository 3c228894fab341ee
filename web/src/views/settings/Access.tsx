// Who else can see this account: coaches, what they may, until when, and what they looked at.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../../api';
import { serverNow } from '../../clock';
import { refresh, useDocument } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { useProof } from '../../parts/Prove';
import { say } from '../../parts/Toast';
import type { Grant, Grants, Look } from '../../types';
import { millis, say as sayTime, sayDistance } from '../../when';
import { sentence } from '../../words';

const scopes = { view: 'May look', draft: 'May look, and edit your letters' } as const;

export function Access() {
  const { data } = useDocument<Grants>('grants');
  const { prove, dialog } = useProof();
  if (!data) return null;
  return (
    <section class="card" id="access" aria-labelledby="access-title">
      <h2 id="access-title"><Icon name="people" /> Who can see this</h2>
      <p>Only you, unless you let a coach of this service in. They see your calls and applications, never your settings,
        mailbox or passwords; they never send anything. Take it back at any moment.</p>
      {data.grants.length > 0
        ? <ul class="connections">{data.grants.map((grant) => <Given key={grant.id} grant={grant} />)}</ul>
        : <Callout icon="shield" tone="good">Nobody else can see it.</Callout>}
      <Give onGive={(grant) => prove(async () => { await post('grants', grant); })} />
      {dialog}
      <Looks looks={data.looks} />
    </section>
  );
}

/** An end is the midnight after the last day. */
const lastDay = (ends: string) => sayTime(new Date(millis(ends) - 1000).toISOString().slice(0, 19) + ends.slice(19), 'day');

function Given({ grant }: { grant: Grant }) {
  const take = async () => {
    try {
      await remove(`grants/${grant.id}`);
      say(`${grant.name ?? grant.email} cannot see it any more.`);
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
    await refresh();
  };
  const who = grant.name ?? grant.email;
  return (
    <li class="connection">
      <div>
        <strong class="break">{who}</strong>
        <p class="quiet-text break">{grant.name ? `${grant.email} · ` : ''}{scopes[grant.scope]}{grant.ends ? ` · until ${lastDay(grant.ends)}` : ' · until you take it back'}</p>
      </div>
      <button type="button" class="button small" onClick={() => void take()}>Take it back<span class="visually-hidden"> from {who}</span></button>
    </li>
  );
}

function Give({ onGive }: { onGive: (grant: { email: string; scope: string; until: string | null }) => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [scope, setScope] = useState<'view' | 'draft'>('view');
  const [until, setUntil] = useState('');
  const [trouble, setTrouble] = useState('');
  const give = async (event: Event) => {
    event.preventDefault();
    setTrouble('');
    try {
      await onGive({ email: email.trim(), scope, until: until || null });
      await refresh();
      setOpen(false);
      setEmail('');
    } catch (error) {
      setTrouble(sentence(wordsOf(error)));
    }
  };
  if (!open) return <div class="actions"><button type="button" class="button" onClick={() => setOpen(true)}><Icon name="add" /> Let a coach in</button></div>;
  return (
    <form class="form" onSubmit={(event) => void give(event)}>
      <label class="field"><span>Your coach’s address, as this service knows it</span>
        <input type="email" value={email} required maxLength={254} autoComplete="off" onInput={(e) => setEmail(e.currentTarget.value)} /></label>
      <fieldset class="field">
        <legend>What they may</legend>
        {(['view', 'draft'] as const).map((one) => (
          <label class="check" key={one}><input type="radio" name="scope" checked={scope === one} onChange={() => setScope(one)} /> <span>{scopes[one]}</span></label>
        ))}
      </fieldset>
      <label class="field"><span>Until the end of this day (empty: until you take it back)</span>
        <input type="date" value={until} onInput={(e) => setUntil(e.currentTarget.value)} /></label>
      {trouble && <p class="problem" role="alert">{trouble}</p>}
      <div class="actions">
        <button type="submit" class="button primary">Let them in</button>
        <button type="button" class="button quiet" onClick={() => setOpen(false)}>Not now</button>
      </div>
    </form>
  );
}

function Looks({ looks }: { looks: Look[] }) {
  if (looks.length === 0) return null;
  return (
    <details>
      <summary>Who looked, and when</summary>
      <ul class="looks">{looks.map((look) => (
        <li key={look.at + look.who + look.what}><strong>{look.who}</strong> looked at your {look.what} <time dateTime={look.at} title={sayTime(look.at, 'clock')}>{sayDistance(serverNow(), millis(look.at))}</time></li>
      ))}</ul>
    </details>
  );
}
