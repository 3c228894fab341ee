// The way into a service: signing in, accepting an invitation, and what to do who has forgotten.
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { post, wordsOf } from '../api';
import { useDeed } from '../deed';
import { forget, refresh, useDocument } from '../documents';
import { restartLive } from '../live';
import { Icon, type IconName } from '../parts/Icon';
import { SignInForm } from '../parts/SignInForm';
import { go, Link } from '../route';
import type { SignedIn, WaysIn } from '../types';
import { sentence } from '../words';

const doors: Record<string, () => ComponentChildren> = {
  '/sign-in': SignIn, '/invitation': Invitation, '/forgotten': Forgotten, '/reset': Reset, '/address': Address,
};

/** The room that an address names; signing in, of any other. */
export const Door = ({ route }: { route: string }) => {
  const Room = doors[route] ?? SignIn;
  return <Room />;
};

/** Nothing of whoever was here before stays on the screen. */
async function enter() {
  await forget();
  restartLive();
  history.replaceState(null, '', '/');
  await refresh();
  go('/');
}

const tokenOfLink = () => location.hash.slice(1);

function Card({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h1 tabIndex={-1}><Icon name={icon} size={26} /> {title}</h1>
      {children}
    </section>
  );
}

/** What went wrong on the way from an institution. Of a cookie that only the server could set: what an address says is anybody's. */
function problemOfCookie(): string {
  if (location.hash !== '#problem') return '';
  const name = `${location.protocol === 'https:' ? '__Host-crickets' : `crickets_${location.port}`}_problem=`;
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(name));
  return sentence(decodeURIComponent(cookie?.slice(name.length) ?? 'that did not work: try once more'));
}

function SignIn() {
  const [problem] = useState(problemOfCookie);
  const { data: ways } = useDocument<WaysIn>('sign-in');
  return (
    <Card icon="shield" title="Sign in">
      <SignInForm problem={problem} onDone={enter} />
      {ways?.mail && <p><Link href="/forgotten">Forgotten your password?</Link></p>}
      <p class="quiet-text">No account yet? People come in here by invitation.</p>
    </Card>
  );
}

interface NewPasswordProps { label: string; busy: boolean; problem: string; children?: ComponentChildren; onPassword: (password: string) => void }

/** Shown when its owner wants to see it, so that it need not be typed twice. */
function NewPasswordForm({ label, busy, problem, children, onPassword }: NewPasswordProps) {
  const [password, setPassword] = useState('');
  const [seen, setSeen] = useState(false);
  return (
    <form class="form" onSubmit={(event) => { event.preventDefault(); onPassword(password); }}>
      {children}
      <label class="field"><span>A password, of at least 12 characters: a few words that you will remember</span>
        <input {...(seen ? { type: 'text' } as const : { type: 'password' } as const)} autoComplete="new-password" value={password} required minLength={12} maxLength={512} spellcheck={false}
          onInput={(e) => setPassword(e.currentTarget.value)} /></label>
      <label class="check"><input type="checkbox" checked={seen} onChange={(e) => setSeen(e.currentTarget.checked)} /> <span>Show it</span></label>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="actions"><button type="submit" class="button primary" disabled={busy}>{label}</button></div>
    </form>
  );
}

function Invitation() {
  const [token] = useState(tokenOfLink);
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [bad, setBad] = useState('');
  const { busy, problem, run } = useDeed();
  useEffect(() => {
    post<{ email: string }>('invitation', { token }).then((answer) => setEmail(answer.email), (error) => setBad(sentence(wordsOf(error))));
  }, [token]);
  if (bad) return <Card icon="leaf" title="This link is not good any more"><p>{bad}</p><p><Link href="/sign-in">Sign in</Link></p></Card>;
  const accept = (password: string) => run(async () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    await post<SignedIn>('sign-up', { token, name: name.trim(), password, zone: timeZone });
    await enter();
  });
  return (
    <Card icon="heart" title="You are invited">
      <p>A call was promised? This watches the clock, and when nobody calls it says what to do. What you keep here is yours: nobody else is shown it, unless you let them in.</p>
      <NewPasswordForm label="Begin" busy={busy || !email} problem={problem} onPassword={(password) => void accept(password)}>
        <label class="field"><span>E-mail address</span><input type="email" autoComplete="username" value={email} readOnly /></label>
        <label class="field"><span>Your name, as letters are signed</span>
          <input type="text" autoComplete="name" value={name} required maxLength={120} onInput={(e) => setName(e.currentTarget.value)} /></label>
      </NewPasswordForm>
    </Card>
  );
}

function Forgotten() {
  const [email, setEmail] = useState('');
  const [asked, setAsked] = useState(false);
  const { busy, problem, run } = useDeed();
  if (asked)
    return (
      <Card icon="mail" title="Look into your mail">
        <p role="status">If there is an account of that address, a link to choose a new password is on its way. It works once, within an hour.</p>
        <p><Link href="/sign-in">Back to signing in</Link></p>
      </Card>
    );
  return (
    <Card icon="key" title="A new password">
      <form class="form" onSubmit={(event) => { event.preventDefault(); void run(async () => { await post('forgotten', { email: email.trim() }); setAsked(true); }); }}>
        <label class="field"><span>E-mail address</span>
          <input type="email" autoComplete="username" value={email} required maxLength={254} onInput={(e) => setEmail(e.currentTarget.value)} /></label>
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions"><button type="submit" class="button primary" disabled={busy}>Send me a link</button><Link class="button quiet" href="/sign-in">Back</Link></div>
      </form>
    </Card>
  );
}

function Reset() {
  const [token] = useState(tokenOfLink);
  const [changed, setChanged] = useState(false);
  const { busy, problem, run } = useDeed();
  if (changed)
    return (
      <Card icon="check" title="Your password is changed">
        <p role="status">You are signed out everywhere. Sign in with the new one.</p>
        <div class="actions"><Link class="button primary" href="/sign-in">Sign in</Link></div>
      </Card>
    );
  return (
    <Card icon="key" title="Choose a new password">
      <NewPasswordForm label="Change it" busy={busy} problem={problem}
        onPassword={(password) => void run(async () => { await post('reset', { token, password }); history.replaceState(null, '', '/reset'); setChanged(true); })} />
    </Card>
  );
}

function Address() {
  const [state, setState] = useState<'asking' | 'done' | string>('asking');
  useEffect(() => {
    post('address', { token: tokenOfLink() }).then(() => setState('done'), (error) => setState(sentence(wordsOf(error))));
  }, []);
  if (state === 'asking') return <div class="loading" role="status"><span>One moment …</span></div>;
  return (
    <Card icon={state === 'done' ? 'check' : 'leaf'} title={state === 'done' ? 'It is your address' : 'This link is not good any more'}>
      <p role="status">{state === 'done' ? 'Thank you. Letters about your account come here from now on.' : state}</p>
      <div class="actions"><a class="button primary" href="/">Go on</a></div>
    </Card>
  );
}
