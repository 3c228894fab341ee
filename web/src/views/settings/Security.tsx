// How you sign in to a service, and where you are signed in.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { post, put, remove, wordsOf } from '../../api';
import { serverNow } from '../../clock';
import { forget, refresh, useDocument } from '../../documents';
import { restartLive } from '../../live';
import { Callout } from '../../parts/Bits';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { useProof } from '../../parts/Prove';
import { Qr } from '../../parts/Qr';
import { say } from '../../parts/Toast';
import { addPasskey, hasPasskeys, wasCalledOff } from '../../passkeys';
import { go } from '../../route';
import type { Login, WaysIn } from '../../types';
import { millis, sayDistance } from '../../when';
import { sentence } from '../../words';

type Do = (deed: () => Promise<unknown>, done?: string) => Promise<boolean>;

export function Security() {
  const { data: login } = useDocument<Login>('login');
  const { data: ways } = useDocument<WaysIn>('sign-in');
  const { prove, dialog } = useProof();
  const act: Do = async (deed, done) => {
    let made = false;
    try {
      await prove(async () => { await deed(); made = true; });
      await refresh();
      if (made && done) say(done);
    } catch (error) {
      if (!wasCalledOff(error)) say(sentence(wordsOf(error)), undefined, true);
    }
    return made;
  };
  const leave = async () => {
    try {
      await remove('session');
    } catch { /* it was over already */ }
    await forget();
    restartLive();
    go('/sign-in'); // first: the door stays the one that it is
    await refresh();
  };
  return (
    <section class="card" id="signing-in" aria-labelledby="signing-in-title">
      <div class="row">
        <h2 id="signing-in-title">Signing in</h2>
        <button type="button" class="button small" onClick={() => void leave()}>Sign out</button>
      </div>
      {!login ? <p class="quiet-text">Reading …</p> : (
        <div class="stack">
          <Address login={login} mail={ways?.mail ?? false} act={act} />
          <Password has={login.password} act={act} />
          <Codes login={login} act={act} />
          <Passkeys login={login} act={act} />
          <Institutions login={login} ways={ways} act={act} />
          <Sessions login={login} act={act} />
        </div>
      )}
      {dialog}
    </section>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ComponentChildren }) {
  return <div class="part"><h3>{title}</h3><p class="quiet-text">{about}</p>{children}</div>;
}

/** One line of a list, with a way to be rid of it that asks once more. */
function Entry({ title, about, word, onGone }: { title: ComponentChildren; about: string; word?: string; onGone?: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <li class="connection row">
      <div><strong>{title}</strong><p class="quiet-text break">{about}</p></div>
      {onGone && (sure
        ? <span class="actions"><button type="button" class="button small danger" onClick={onGone}>Yes, {word?.toLowerCase()} it</button><button type="button" class="button small quiet" onClick={() => setSure(false)}>Keep it</button></span>
        : <button type="button" class="button small quiet" onClick={() => setSure(true)}>{word}<span class="visually-hidden"> {title}</span></button>)}
    </li>
  );
}

function Address({ login, mail, act }: { login: Login; mail: boolean; act: Do }) {
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const ask = async (address: string) => {
    if (await act(() => put('login/address', { email: address }), `A link is on its way to ${address}.`)) setOpen(false);
  };
  return (
    <Part title="Address" about="You sign in with it, and letters about your account go there.">
      <p class="row"><span class="break">{login.email}</span>
        <span class={`chip ${login.verified ? 'phase-held' : 'phase-waiting'}`}><Icon name={login.verified ? 'check' : 'clock'} size={14} /> {login.verified ? 'Confirmed' : 'Not confirmed yet'}</span></p>
      {mail && (
        <div class="actions">
          {!login.verified && <button type="button" class="button small" onClick={() => void ask(login.email)}>Send the link again</button>}
          <button type="button" class="button small quiet" aria-expanded={open} onClick={() => setOpen(!open)}>Another address</button>
        </div>
      )}
      {open && (
        <form class="form" onSubmit={(event) => { event.preventDefault(); void ask(email.trim()); }}>
          <label class="field"><span>New address; it counts when you have opened the link that is sent to it</span>
            <input type="email" value={email} required maxLength={254} onInput={(e) => setEmail(e.currentTarget.value)} /></label>
          <div class="actions"><button type="submit" class="button">Send the link</button></div>
        </form>
      )}
    </Part>
  );
}

function Password({ has, act }: { has: boolean; act: Do }) {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const change = async () => {
    if (!(await act(() => put('login/password', { password }), 'Your password is changed, and you are signed out elsewhere.'))) return;
    setPassword('');
    setOpen(false);
  };
  return (
    <Part title="Password" about={has ? 'A new one signs you out everywhere else.' : 'You have none: you come in by other ways.'}>
      <div class="actions"><button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}>{has ? 'Change it' : 'Choose one'}</button></div>
      {open && (
        <form class="form" onSubmit={(event) => { event.preventDefault(); void change(); }}>
          <label class="field"><span>New password, of at least 12 characters</span>
            <input type="password" autoComplete="new-password" value={password} required minLength={12} maxLength={512} onInput={(e) => setPassword(e.currentTarget.value)} /></label>
          <div class="actions"><button type="submit" class="button primary">Change it</button></div>
        </form>
      )}
    </Part>
  );
}

function Codes({ login, act }: { login: Login; act: Do }) {
  const [made, setMade] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState('');
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = () => act(async () => setMade(await post<{ secret: string; uri: string }>('login/totp')));
  const confirm = () => act(async () => {
    setCodes((await put<{ codes: string[] }>('login/totp', { code: code.trim() })).codes);
    setMade(null);
    setCode('');
  });
  return (
    <Part title="Codes of an app" about={login.totp ? `Your password alone does not let anybody in. ${login.recovery} recovery codes are left.` : 'With an authenticator app, your password alone does not let anybody in.'}>
      <div class="actions">
        {login.totp
          ? <>
              <button type="button" class="button small" onClick={() => void act(async () => setCodes((await post<{ codes: string[] }>('login/recovery')).codes))}>New recovery codes</button>
              <button type="button" class="button small quiet" onClick={() => void act(() => remove('login/totp'), 'No code is asked for any more.')}>Remove the app</button>
            </>
          : <button type="button" class="button small" onClick={() => void begin()}><Icon name="phone" size={18} /> Set up an app</button>}
      </div>
      <Dialog title="Set up an app" open={made !== null} onClose={() => setMade(null)}>
        {made && (
          <form class="form" onSubmit={(event) => { event.preventDefault(); void confirm(); }}>
            <p>Scan this with the app, or type the secret into it.</p>
            <Qr text={made.uri} label="The secret for your authenticator app" />
            <p class="break"><code>{made.secret.replace(/(.{4})/g, '$1 ').trim()}</code></p>
            <label class="field"><span>The code that it shows now</span>
              <input type="text" inputMode="numeric" autoComplete="one-time-code" value={code} required maxLength={20} onInput={(e) => setCode(e.currentTarget.value)} /></label>
            <div class="actions"><button type="submit" class="button primary">Switch it on</button></div>
          </form>
        )}
      </Dialog>
      <Dialog title="Your recovery codes" open={codes !== null} onClose={() => setCodes(null)}>
        <Callout icon="shield" tone="note">Shown this once. Each stands in for the app, once: keep them where you will find them without your phone.</Callout>
        <ul class="codes">{codes?.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
        <div class="actions"><button type="button" class="button primary" onClick={() => setCodes(null)}>I have them</button></div>
      </Dialog>
    </Part>
  );
}

function Passkeys({ login, act }: { login: Login; act: Do }) {
  const [name, setName] = useState('This device');
  const [open, setOpen] = useState(false);
  const add = async () => { if (await act(() => addPasskey(name.trim()), 'The passkey is added.')) setOpen(false); };
  return (
    <Part title="Passkeys" about="Sign in with the finger, face or PIN of a device, without a password and without a code.">
      {login.passkeys.length > 0 && (
        <ul class="connections">{login.passkeys.map((one) => (
          <Entry key={one.id} title={one.name} word="Remove" about={one.used ? `Last used ${sayDistance(serverNow(), millis(one.used))}` : 'Not used yet'}
            onGone={() => void act(() => remove(`login/passkeys/${one.id}`), 'The passkey is removed.')} />
        ))}</ul>
      )}
      {hasPasskeys() && <div class="actions"><button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="key" size={18} /> Add a passkey</button></div>}
      {open && (
        <form class="form" onSubmit={(event) => { event.preventDefault(); void add(); }}>
          <label class="field"><span>What you call it</span>
            <input type="text" value={name} required maxLength={60} onInput={(e) => setName(e.currentTarget.value)} /></label>
          <div class="actions"><button type="submit" class="button primary">Make it</button></div>
        </form>
      )}
    </Part>
  );
}

function Institutions({ login, ways, act }: { login: Login; ways: WaysIn | null; act: Do }) {
  const others = ways?.providers ?? [];
  if (others.length === 0 && login.identities.length === 0) return null;
  return (
    <Part title="Institutions" about="Sign in where you are known already.">
      {login.identities.length > 0 && (
        <ul class="connections">{login.identities.map((one) => (
          <Entry key={one.id} title={one.label} word="Remove" about={one.email ?? ''}
            onGone={() => void act(() => remove(`login/identities/${one.id}`), 'You are not known by it any more.')} />
        ))}</ul>
      )}
      <div class="actions">{others.map((one) => <a key={one.name} class="button small" href={`/sign-in/with/${one.name}`}><Icon name="add" size={18} /> {one.label}</a>)}</div>
    </Part>
  );
}

/** "Firefox on Linux", of what a browser says of itself. */
function browserName(agent: string | null): string {
  if (!agent) return 'A browser';
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'A browser';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return system ? `${browser} on ${system}` : browser;
}

function Sessions({ login, act }: { login: Login; act: Do }) {
  return (
    <Part title="Where you are signed in" about="End what you do not know, and choose a new password then.">
      <ul class="connections">{login.sessions.map((one) => (
        <Entry key={one.id} word="End" title={one.current ? `${browserName(one.agent)}: here` : browserName(one.agent)}
          about={[`Last seen ${sayDistance(serverNow(), millis(one.seen))}`, one.source, one.how && `with ${one.how}`].filter(Boolean).join(' · ')}
          {...(one.current ? {} : { onGone: () => void act(() => remove(`login/sessions/${one.id}`), 'It is ended.') })} />
      ))}</ul>
      {login.sessions.length > 1 && <div class="actions"><button type="button" class="button small" onClick={() => void act(() => remove('login/sessions'), 'All others are ended.')}>End all others</button></div>}
    </Part>
  );
}
