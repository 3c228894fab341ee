// For who runs a service: counts and health, and who is invited. Nobody's calls or letters.
import { useState } from 'preact/hooks';
import { post, remove, wordsOf } from '../../api';
import { serverNow } from '../../clock';
import { refresh, useDocument } from '../../documents';
import { Callout } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { useProof } from '../../parts/Prove';
import { say } from '../../parts/Toast';
import type { Invitation, Invitations, Invited, Member, ServiceDocument } from '../../types';
import { millis, sayDistance } from '../../when';
import { sentence } from '../../words';

type Role = Member['role'];
const roles: Record<Role, string> = {
  candidate: 'Candidate', coach: 'Coach, who sees what candidates let them see', administrator: 'Administrator, who sees this page',
};

export function Service() {
  const { data } = useDocument<ServiceDocument>('service');
  if (!data) return null;
  const sum = (state: string) => Object.values(data.people).reduce((total, states) => total + (states[state] ?? 0), 0);
  return (
    <section class="card stack" id="service" aria-labelledby="service-title">
      <h2 id="service-title"><Icon name="people" /> The service</h2>
      <p>Counts and health. Nobody’s calls or letters are seen from here.</p>
      <ul class="figures">
        <li><strong>{sum('active')}</strong><span>people, {sum('invited')} more invited, {sum('suspended')} suspended</span></li>
        <li><strong>{data.turns.accounts}</strong><span>accounts that are looked after, {data.turns.waiting} wait for their turn</span></li>
        <li><strong>{data.turns.failing}</strong><span>{data.turns.failing ? 'accounts fail again and again' : 'accounts fail'}; the oldest waits {data.turns.late_sec} s</span></li>
      </ul>
      <Invite />
    </section>
  );
}

function Invite() {
  const [after, setAfter] = useState<string[]>([]);
  const { data } = useDocument<Invitations>(`invitations?limit=20&after=${after.at(-1) ?? '0'}`);
  const { prove, dialog } = useProof();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('candidate');
  const [made, setMade] = useState<Invited | null>(null);
  const [trouble, setTrouble] = useState('');
  const act = async (deed: () => Promise<void>) => {
    setTrouble('');
    try {
      await prove(deed);
      await refresh();
    } catch (error) {
      setTrouble(sentence(wordsOf(error)));
    }
  };
  const invite = (event: Event) => {
    event.preventDefault();
    void act(async () => {
      setMade(await post<Invited>('invitations', { email: email.trim(), role }));
      setEmail('');
    });
  };
  const takeBack = (one: Invitation) => void act(async () => {
    await remove(`invitations/${one.id}`);
    say(`${one.email} is not invited any more.`);
  });
  const again = (one: Invitation) => void act(async () => {
    setMade(await post<Invited>('invitations', { email: one.email, role: one.role }));
  });
  return (
    <div class="part stack">
      <h3>Invitations</h3>
      <form class="form" onSubmit={invite}>
        <label class="field"><span>Address of mail</span>
          <input type="email" value={email} required maxLength={254} autoComplete="off" onInput={(e) => setEmail(e.currentTarget.value)} /></label>
        <fieldset class="field">
          <legend>As</legend>
          {(Object.keys(roles) as Role[]).map((one) => (
            <label class="check" key={one}><input type="radio" name="role" checked={role === one} onChange={() => setRole(one)} /> <span>{roles[one]}</span></label>
          ))}
        </fieldset>
        <div class="actions"><button type="submit" class="button primary">Invite</button></div>
      </form>
      {trouble && <Callout icon="alert" tone="warn">{trouble}</Callout>}
      {made && <Made made={made} />}
      {data && data.invitations.length > 0 && (
        <ul class="connections" aria-label="Invited, and not here yet">
          {data.invitations.map((one) => <Open key={one.id} one={one} onAgain={() => again(one)} onGone={() => takeBack(one)} />)}
        </ul>
      )}
      {data && data.invitations.length === 0 && <p class="quiet-text">Nobody is invited who has not come.</p>}
      {(after.length > 0 || data?.next) && (
        <div class="actions">
          {after.length > 0 && <button type="button" class="button small quiet" onClick={() => setAfter(after.slice(0, -1))}>Back</button>}
          {data?.next && <button type="button" class="button small" onClick={() => setAfter([...after, data.next ?? '0'])}>More</button>}
        </div>
      )}
      {dialog}
    </div>
  );
}

/** Where no mail is sent, the link is theirs to hand over, and shown this once. */
function Made({ made }: { made: Invited }) {
  return made.link
    ? <Callout icon="check" tone="good">Give this link to {made.email}; it works once, within seven days: <code class="break">{made.link}</code></Callout>
    : <Callout icon="check" tone="good">A letter is on its way to {made.email}.</Callout>;
}

function Open({ one, onAgain, onGone }: { one: Invitation; onAgain: () => void; onGone: () => void }) {
  return (
    <li class="connection">
      <div>
        <strong class="break">{one.email}</strong>
        <p class="quiet-text break">{one.role} · invited {sayDistance(serverNow(), millis(one.since))}{one.undelivered ? ` · not delivered yet: ${one.undelivered}` : ''}</p>
      </div>
      <span class="actions">
        <button type="button" class="button small quiet" onClick={onAgain}>Send again<span class="visually-hidden"> to {one.email}</span></button>
        <button type="button" class="button small" onClick={onGone}>Take it back<span class="visually-hidden"> from {one.email}</span></button>
      </span>
    </li>
  );
}
